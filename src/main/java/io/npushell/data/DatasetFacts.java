package io.npushell.data;

import org.jspecify.annotations.Nullable;

/**
 * What the files of one dataset prefix are.
 *
 * @param exists both .bin and .idx of each key are there
 * @param documents documents, empty ones included
 * @param tokens all tokens of the first key
 * @param problem why the files do not fit together, or null
 * @param manifest name → value of the manifest beside it (input, input-sha256, tokenizer, seq-len, append-eod, version), empty where there is none
 */
public record DatasetFacts(
        boolean exists,
        long documents,
        long sequences,
        long tokens,
        @Nullable String problem,
        java.util.Map<String, String> manifest) {}
