package io.npushell.data.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;

/**
 * JSON as Python's {@code json.dump} writes it: with NaN and Infinity, numbers and names of any length, halves of surrogate pairs.
 *
 * <p>Texts of a parser go through {@link #wellFormed}: encoded to UTF-8 as they are, a half would silently become a question mark.
 */
public final class PythonJson {
    /** Deeper than Python itself can write, and still no burden to skip. */
    private static final int DEEPEST = 100_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE) // the rest is still to be counted and hashed
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // names may be data: a key for each user
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LineDocuments.LONGEST_DOCUMENT)
                    .maxNameLength(LineDocuments.LONGEST_DOCUMENT)
                    .maxNumberLength(LineDocuments.LONGEST_DOCUMENT)
                    .maxNestingDepth(DEEPEST)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private PythonJson() {}

    public static JsonFactory factory() {
        return FACTORY;
    }

    /** Half of a surrogate pair, which only an escape can bring, becomes the replacement character, as tiktoken does since 0.3.3. */
    public static String wellFormed(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                int[] points = text.codePoints()
                        .map(point ->
                                point <= Character.MAX_VALUE && Character.isSurrogate((char) point) ? '\uFFFD' : point)
                        .toArray();
                return new String(points, 0, points.length);
            }
        }
        return text;
    }

    /** What the parser says is wrong, without the names of its own switches. */
    static String reason(JsonProcessingException e) {
        return e.getOriginalMessage()
                .replaceFirst(", from `\\w+\\.\\w+\\(\\)`", "")
                .replaceFirst("[:;,]? (to )?enable `[^`]*`.*", "")
                .strip();
    }
}
