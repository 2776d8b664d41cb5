package io.npushell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A tokenizer.json with a BPE model, as Llama, Qwen 1.5 and later, GPT-2 and their like have it; the parts of it that are not known are refused
 * when it is opened, never passed over.
 */
final class HuggingFaceTokenizer implements Tokenizer {
    private static final List<String> USUAL_ENDS = List.of("<|endoftext|>", "</s>", "<|end_of_text|>", "<eos>");
    private static final String MARK = "\u2581";

    private final Path file;
    private final PairBpe bpe;
    private final UnaryOperator<String> cleaner;
    private final WordCutter cutter;
    private final AddedTokens before;
    private final AddedTokens after;
    private final int[] prefix;
    private final int[] suffix;
    private final boolean byteLevel;
    private final Map<Integer, String> added = new HashMap<>();
    private final Map<Integer, String> tokens = new HashMap<>();
    private final int size;
    private final int end;

    private HuggingFaceTokenizer(Path file) {
        this.file = file;
        TokenizerJson tree = TokenizerJson.read(file);
        TokenizerJson model = tree.get("model");
        String type = model.get("type").text("BPE");
        if (!type.equals("BPE")) {
            throw model.unsupported("a " + type + " model");
        }
        Map<String, Integer> vocabulary = new HashMap<>();
        model.get("vocab").fields().forEach((token, id) -> vocabulary.put(token, id.number()));
        bpe = new PairBpe(model, vocabulary);
        cleaner = TextCleaner.of(tree.get("normalizer"));
        cutter = WordCutter.of(tree.get("pre_tokenizer"));
        before = new AddedTokens(tree.get("added_tokens"), false);
        after = new AddedTokens(tree.get("added_tokens"), true);
        List<List<Integer>> frame = TokenFrame.of(tree.get("post_processor"));
        prefix = frame.get(0).stream().mapToInt(id -> id).toArray();
        suffix = frame.get(1).stream().mapToInt(id -> id).toArray();
        byteLevel = String.valueOf(tree.get("pre_tokenizer").value()).contains("ByteLevel");
        vocabulary.forEach((token, id) -> tokens.put(id, token));
        for (TokenizerJson token : tree.get("added_tokens").items()) {
            added.put(token.get("id").number(), token.get("content").text());
        }
        size = IntStream.concat(
                                tokens.keySet().stream().mapToInt(id -> id),
                                added.keySet().stream().mapToInt(id -> id))
                        .max()
                        .orElse(-1)
                + 1;
        end = end(vocabulary);
    }

    static HuggingFaceTokenizer read(Path file) {
        return new HuggingFaceTokenizer(file);
    }

    /** By "eos_token" of tokenizer_config.json beside it, else by its usual names; -1 where neither is a token. */
    private int end(Map<String, Integer> vocabulary) {
        List<String> names = new ArrayList<>();
        Path config = file.resolveSibling("tokenizer_config.json");
        if (Files.isRegularFile(config)) {
            TokenizerJson name = TokenizerJson.read(config).get("eos_token");
            names.add(name.isText() ? name.text() : name.get("content").text(""));
        }
        names.addAll(USUAL_ENDS);
        for (String name : names) {
            for (Map.Entry<Integer, String> token : added.entrySet()) {
                if (token.getValue().equals(name)) {
                    return token.getKey();
                }
            }
            if (vocabulary.containsKey(name)) {
                return vocabulary.get(name);
            }
        }
        return -1;
    }

    @Override
    public int[] encode(String text) {
        IntStream.Builder ids = IntStream.builder();
        IntStream.of(prefix).forEach(ids::add);
        boolean first = true;
        for (AddedTokens.Part part : before.split(text)) {
            if (part.id() >= 0) {
                ids.add(part.id());
            } else {
                ordinary(cleaner.apply(part.text()), first, ids);
            }
            first = false;
        }
        IntStream.of(suffix).forEach(ids::add);
        return ids.build().toArray();
    }

    private void ordinary(String text, boolean atStart, IntStream.Builder ids) {
        boolean first = atStart;
        for (AddedTokens.Part part : after.split(text)) {
            if (part.id() >= 0) {
                ids.add(part.id());
            } else {
                for (String word : cutter.cut(List.of(part.text()), first)) {
                    IntStream.of(bpe.encode(word)).forEach(ids::add);
                }
            }
            first = false;
        }
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int from = startsWith(ids, prefix) ? prefix.length : 0;
        for (int i = from; i < ids.length; i++) {
            String special = added.get(ids[i]);
            String token = tokens.get(ids[i]);
            if (special != null) {
                text.writeBytes(special.getBytes(StandardCharsets.UTF_8));
            } else if (token == null) {
                text.writeBytes("\uFFFD".getBytes(StandardCharsets.UTF_8));
            } else {
                decode(token, text);
            }
        }
        String decoded = text.toString(StandardCharsets.UTF_8);
        return !byteLevel && decoded.startsWith(" ") ? decoded.substring(1) : decoded;
    }

    private static boolean startsWith(int[] ids, int[] prefix) {
        return ids.length >= prefix.length && IntStream.range(0, prefix.length).allMatch(i -> ids[i] == prefix[i]);
    }

    private void decode(String token, ByteArrayOutputStream text) {
        int single = SentencePieceBpe.byteValue(token);
        if (!byteLevel && single >= 0) {
            text.write(single);
        } else if (!byteLevel) {
            text.writeBytes(token.replace(MARK, " ").getBytes(StandardCharsets.UTF_8));
        } else {
            token.chars()
                    .map(letter -> ByteLetters.value((char) letter))
                    .filter(value -> value >= 0)
                    .forEach(text::write);
        }
    }

    @Override
    public int vocabularySize() {
        return size;
    }

    @Override
    public int endOfDocument() {
        if (end < 0) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    file + " names no token that ends a document",
                    "put the model's tokenizer_config.json, which has eos_token, beside it");
        }
        return end;
    }
}
