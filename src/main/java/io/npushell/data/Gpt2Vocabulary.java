package io.npushell.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.npushell.io.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * vocab.json and merges.txt: the tokens in the order they are merged.
 *
 * @param tokens bytes by rank: the 256 single ones first, then one for each merge
 * @param ids the id of each rank
 * @param size ids, special ones included
 */
record Gpt2Vocabulary(List<byte[]> tokens, List<Integer> ids, int endOfText, int size) {
    static final String END_OF_TEXT = "<|endoftext|>";

    static Gpt2Vocabulary read(Path vocabularyFile, Path mergesFile) {
        Map<String, Integer> vocabulary = vocabulary(vocabularyFile);
        List<String> ranked = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            ranked.add(String.valueOf(ByteLetters.letter(value)));
        }
        ranked.addAll(merges(mergesFile));

        Map<Character, Byte> bytes = new HashMap<>();
        for (int value = 0; value < 256; value++) {
            bytes.put(ByteLetters.letter(value), (byte) value);
        }
        List<byte[]> tokens = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        for (int rank = 0; rank < ranked.size(); rank++) {
            String token = ranked.get(rank);
            ids.add(idOf(token, vocabulary, vocabularyFile));
            tokens.add(bytes(token, bytes, mergesFile, rank));
        }
        int size = vocabulary.values().stream().mapToInt(id -> id).max().orElse(-1) + 1;
        return new Gpt2Vocabulary(tokens, ids, idOf(END_OF_TEXT, vocabulary, vocabularyFile), size);
    }

    private static int idOf(String token, Map<String, Integer> vocabulary, Path file) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw Tokenizers.broken(file + " has no token \"" + token + "\"", file);
        }
        return id;
    }

    private static byte[] bytes(String token, Map<Character, Byte> bytes, Path file, int rank) {
        byte[] result = new byte[token.length()];
        for (int i = 0; i < result.length; i++) {
            Byte value = bytes.get(token.charAt(i));
            if (value == null) {
                throw Tokenizers.broken(
                        file + " merges \"" + token + "\" (merge " + (rank - 255) + "), which is not made of bytes",
                        file);
            }
            result[i] = value;
        }
        return result;
    }

    private static List<String> merges(Path file) {
        List<String> merged = new ArrayList<>();
        String[] lines = new String(Tokenizers.content(file), StandardCharsets.UTF_8).split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isEmpty() || (i == 0 && lines[i].startsWith("#version"))) {
                continue;
            }
            String[] pair = lines[i].split(" ", -1);
            if (pair.length != 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
                throw Tokenizers.broken(
                        file + ":" + (i + 1) + " is not a pair of tokens: \"" + TiktokenRanks.shortened(lines[i])
                                + "\"",
                        file);
            }
            merged.add(pair[0] + pair[1]);
        }
        return merged;
    }

    private static Map<String, Integer> vocabulary(Path file) {
        byte[] content = Tokenizers.content(file);
        Map<String, Integer> vocabulary = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Tokenizers.broken(file + ":1 does not begin with {", file);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String token = parser.currentName();
                boolean number = parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
                int id = number ? parser.getIntValue() : -1;
                if (id < 0 || id > content.length) {
                    throw Tokenizers.broken(
                            file + ":" + parser.currentLocation().getLineNr() + " gives \"" + token
                                    + "\" no possible id",
                            file);
                }
                vocabulary.put(token, id);
            }
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw Tokenizers.broken(file + ":" + line + " is no JSON: " + e.getOriginalMessage(), file);
        } catch (IOException e) {
            throw Tokenizers.broken("cannot read " + file + ": " + IoReason.of(e), file);
        }
        return vocabulary;
    }
}
