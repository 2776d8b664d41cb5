package io.npushell.data.maker;

import io.npushell.data.Tokenizers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes a qwen.tiktoken: the 256 bytes, then merges within the words Qwen's pattern cuts. */
final class TiktokenMaker {
    private static final int BYTES = 256;

    private TiktokenMaker() {}

    static byte[] make(List<String> texts, int size) {
        Map<String, Integer> words = new TreeMap<>();
        for (String text : texts) {
            // A character stands for a byte, so that the merges are merges of bytes.
            Tokenizers.qwenWords(text)
                    .forEach(word -> words.merge(
                            new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                            1,
                            Integer::sum));
        }
        List<String> tokens = new ArrayList<>();
        for (int value = 0; value < BYTES; value++) {
            tokens.add(String.valueOf((char) value));
        }
        List<String> merges = PairMerges.learn(words, size - BYTES);
        TokenizerMaker.requireEnough(BYTES + merges.size(), size);
        tokens.addAll(merges);
        StringBuilder file = new StringBuilder();
        for (int rank = 0; rank < tokens.size(); rank++) {
            byte[] bytes = tokens.get(rank).getBytes(StandardCharsets.ISO_8859_1);
            file.append(Base64.getEncoder().encodeToString(bytes))
                    .append(' ')
                    .append(rank)
                    .append('\n');
        }
        return file.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
