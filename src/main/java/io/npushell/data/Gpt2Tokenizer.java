package io.npushell.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The tokenizer of GPT-2's vocab.json and merges.txt. */
final class Gpt2Tokenizer implements Tokenizer {
    private static final Pattern PATTERN = Pattern.compile(
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final ByteLevelBpe bpe;
    private final int[] idOfRank;
    private final int[] rankOfId;
    private final int endOfText;

    private Gpt2Tokenizer(Gpt2Vocabulary vocabulary) {
        bpe = new ByteLevelBpe(vocabulary.tokens().toArray(new byte[0][]), PATTERN);
        idOfRank = vocabulary.ids().stream().mapToInt(id -> id).toArray();
        endOfText = vocabulary.endOfText();
        rankOfId = new int[vocabulary.size()];
        Arrays.fill(rankOfId, -1);
        for (int rank = 0; rank < idOfRank.length; rank++) {
            rankOfId[idOfRank[rank]] = rank;
        }
    }

    static Gpt2Tokenizer read(Path vocabulary, Path merges) {
        return new Gpt2Tokenizer(Gpt2Vocabulary.read(vocabulary, merges));
    }

    @Override
    public int[] encode(String text) {
        int[] ids = bpe.encode(text);
        for (int i = 0; i < ids.length; i++) {
            ids[i] = idOfRank[ids[i]];
        }
        return ids;
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int id : ids) {
            if (id == endOfText) {
                text.writeBytes(Gpt2Vocabulary.END_OF_TEXT.getBytes(StandardCharsets.UTF_8));
            } else {
                bpe.decode(id >= 0 && id < rankOfId.length ? rankOfId[id] : -1, text);
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int vocabularySize() {
        return rankOfId.length;
    }

    @Override
    public int endOfDocument() {
        return endOfText;
    }
}
