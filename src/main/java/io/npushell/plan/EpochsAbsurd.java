package io.npushell.plan;

import static io.npushell.params.ParameterNames.EPOCHS;
import static io.npushell.params.ParameterNames.GLOBAL_BATCH;

import io.npushell.plan.Finding.Certainty;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The iterations do not amount to more passes over the data than anybody means; says nothing where its size is not known. */
final class EpochsAbsurd {
    /** Well above the forty or so from which on repetition teaches nothing: a drill on a small set may be meant. */
    private static final double MOST = 100;

    static final Rule RULE = Rule.of("D11", "More epochs than the data is worth", """
            Epochs = TRAIN_ITERS × GBS / samples; samples of pretraining = (tokens − 1) / SEQ_LEN, of fine-tuning the documents. Repeated up to
            some four times data is nearly as good as new, and from some forty on it teaches nothing more. Said above
            100, where the iterations were set and not the epochs.""");

    private EpochsAbsurd() {}

    static List<Finding> check(Draft draft) {
        Facts.Dataset dataset = draft.facts().dataset();
        OptionalLong iterations = draft.iterations();
        if (dataset == null || iterations.isEmpty() || !sizeKnown(draft, dataset) || setAsEpochs(draft)) {
            return List.of();
        }
        OptionalDouble epochs = Epochs.of(iterations.getAsLong(), draft.settings(), draft.runType(), dataset);
        if (epochs.isEmpty() || epochs.getAsDouble() <= MOST) {
            return List.of();
        }
        long samples =
                Epochs.samples(draft.settings(), draft.runType(), dataset).orElseThrow();
        String sentence = String.format(
                Locale.ROOT,
                "%,d %s of %,d samples are %,.0f epochs of dataset '%s', which has %,d %s",
                iterations.getAsLong(),
                iterations.getAsLong() == 1 ? "iteration" : "iterations",
                draft.settings().whole(GLOBAL_BATCH).orElseThrow(),
                epochs.getAsDouble(),
                dataset.prefix(),
                samples,
                samples == 1 ? "sample" : "samples");
        return List.of(RULE.advice(
                Certainty.CERTAIN,
                sentence,
                List.of("set epochs " + (draft.runType().finetunes() ? 3 : 4), "set raw-input FILE with more data")));
    }

    /** What is broken or about to be made anew has another size by then. */
    private static boolean sizeKnown(Draft draft, Facts.Dataset dataset) {
        boolean madeAnew = dataset.madeFrom() != null && draft.preparation().possible();
        return dataset.exists() && dataset.problem() == null && !madeAnew;
    }

    /** Who says the epochs has said how many. */
    private static boolean setAsEpochs(Draft draft) {
        return draft.settings().has(EPOCHS);
    }
}
