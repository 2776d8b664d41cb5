package io.npushell.shell.data;

import io.npushell.data.DatasetFacts;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import java.util.Optional;

/**
 * How many iterations go once through a dataset.
 *
 * @param samples stretches of seq-len tokens in plain text, one for each packed sequence
 */
record EpochLength(long samples, long globalBatch, double iterations) {
    static Optional<EpochLength> of(DatasetFacts facts, boolean packed, Settings settings) {
        long globalBatch = settings.whole(ParameterNames.GLOBAL_BATCH).orElse(0);
        long sequenceLength = settings.whole(ParameterNames.SEQ_LEN).orElse(0);
        if (globalBatch == 0 || (!packed && sequenceLength == 0)) {
            return Optional.empty();
        }
        long samples = packed ? facts.sequences() : Math.max(0, facts.tokens() - 1) / sequenceLength;
        return Optional.of(new EpochLength(samples, globalBatch, (double) samples / globalBatch));
    }
}
