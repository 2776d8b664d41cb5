package io.npushell.data;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Byte pair encoding over the bytes of the text: cut by a pattern, then merged, lowest rank first.
 *
 * <p>jtokkit takes the rank for the id, so vocabularies where they differ translate themselves.
 */
final class ByteLevelBpe {
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private final byte[][] tokens;
    private final Encoding encoding;

    /**
     * @param tokens bytes of each token by its rank
     * @param pattern compiled with UNICODE_CHARACTER_CLASS, or {@code \s} and {@code \p{L}} differ from the tokenizer's own
     */
    ByteLevelBpe(byte[][] tokens, Pattern pattern) {
        this.tokens = tokens;
        IdentityHashMap<byte[], Integer> ranks = new IdentityHashMap<>();
        for (int rank = 0; rank < tokens.length; rank++) {
            ranks.put(tokens[rank], rank);
        }
        this.encoding = Encodings.newLazyEncodingRegistry()
                .registerGptBytePairEncoding(new GptBytePairEncodingParams("vocabulary", pattern, ranks, Map.of()))
                .getEncoding("vocabulary")
                .orElseThrow();
    }

    int size() {
        return tokens.length;
    }

    int[] encode(String text) {
        return encoding.encodeOrdinary(text).toArray();
    }

    /** Adds the bytes of a rank; of one that is none, as padded vocabularies can sample, U+FFFD. */
    void decode(int rank, ByteArrayOutputStream text) {
        text.writeBytes(rank >= 0 && rank < tokens.length ? tokens[rank] : REPLACEMENT);
    }
}
