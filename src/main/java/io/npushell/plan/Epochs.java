package io.npushell.plan;

import static io.npushell.params.ParameterNames.EPOCHS;
import static io.npushell.params.ParameterNames.GLOBAL_BATCH;
import static io.npushell.params.ParameterNames.SEQ_LEN;

import io.npushell.model.RunType;
import io.npushell.params.Settings;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How passes over the data and iterations correspond. */
final class Epochs {
    private Epochs() {}

    /**
     * Samples of one pass; empty where the dataset is not known. Pretraining cuts the tokens, laid end to end, into sequences, each of
     * which needs the token after its last as a label; fine-tuning takes one document as one sample.
     */
    static OptionalLong samples(Settings settings, RunType runType, Facts.@Nullable Dataset dataset) {
        OptionalLong sequence = settings.whole(SEQ_LEN);
        if (dataset == null || !dataset.exists() || sequence.isEmpty()) {
            return OptionalLong.empty();
        }
        long samples =
                runType.finetunes() ? dataset.documents() : (Math.max(1, dataset.tokens()) - 1) / sequence.getAsLong();
        return OptionalLong.of(samples);
    }

    /** Iterations that make the epochs of the settings, rounded up; empty where a part is missing or the data is less than a sample. */
    static OptionalLong iterations(Settings settings, RunType runType, Facts.@Nullable Dataset dataset) {
        OptionalLong samples = samples(settings, runType, dataset);
        OptionalDouble epochs = settings.decimal(EPOCHS);
        OptionalLong batch = settings.whole(GLOBAL_BATCH);
        if (samples.isEmpty() || samples.getAsLong() == 0 || epochs.isEmpty() || batch.isEmpty()) {
            return OptionalLong.empty();
        }
        // A hair less, so that 0.1 × 300 does not become 31 iterations by rounding.
        double iterations = epochs.getAsDouble() * samples.getAsLong() / batch.getAsLong();
        return OptionalLong.of(Math.max(1, (long) Math.ceil(iterations - 1e-9 * iterations)));
    }

    /** Epochs that so many iterations make. */
    static OptionalDouble of(long iterations, Settings settings, RunType runType, Facts.@Nullable Dataset dataset) {
        OptionalLong samples = samples(settings, runType, dataset);
        OptionalLong batch = settings.whole(GLOBAL_BATCH);
        return samples.isEmpty() || samples.getAsLong() == 0 || batch.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) iterations * batch.getAsLong() / samples.getAsLong());
    }
}
