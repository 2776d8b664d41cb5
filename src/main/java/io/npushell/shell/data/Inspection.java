package io.npushell.shell.data;

import io.npushell.data.DatasetFacts;
import io.npushell.data.LengthStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say about a dataset.
 *
 * @param problems what {@code --verify} found; null where it was not asked for
 * @param untrained samples with nothing to train on, counted with {@code --verify} only
 * @param vocabulary ids of the tokenizer, 0 where none could be opened
 */
record Inspection(
        Path prefix,
        boolean packed,
        DatasetFacts facts,
        LengthStatistics lengths,
        Optional<EpochLength> epoch,
        List<DecodedSample> samples,
        @Nullable List<String> problems,
        long untrained,
        int vocabulary,
        String tokenizer) {
    Inspection {
        samples = List.copyOf(samples);
    }

    long emptyDocuments() {
        return Math.max(0, facts.documents() - facts.sequences());
    }

    /** Documents left out for their length, as the manifest counts them; 0 where there is none. */
    long dropped() {
        String counted = facts.manifest().getOrDefault("dropped", "");
        return counted.matches("\\d{1,18}") ? Long.parseLong(counted) : 0;
    }

    boolean sound() {
        return problems == null || problems.isEmpty();
    }
}
