package io.npushell.plan;

import static io.npushell.params.ParameterNames.SEQ_LEN;

import java.util.List;
import java.util.OptionalLong;

/** The data is at least one sample. */
final class DatasetTooSmall {
    static final Rule RULE = Rule.of("D07", "Dataset smaller than one sample", """
            Pretraining needs at least SEQ_LEN + 1 tokens, fine-tuning one document.""");

    private DatasetTooSmall() {}

    static List<Finding> check(Draft draft) {
        Facts.Dataset dataset = draft.facts().dataset();
        OptionalLong samples = Epochs.samples(draft.settings(), draft.runType(), dataset);
        if (dataset == null || dataset.problem() != null || Preparation.due(draft)) {
            return List.of(); // what would be made anew says nothing of what it will hold
        }
        if (samples.isEmpty() || samples.getAsLong() > 0) {
            return List.of();
        }
        return List.of(RULE.error(
                "dataset '%s' has %,d tokens, less than one sample of %s"
                        .formatted(
                                dataset.prefix(),
                                dataset.tokens(),
                                draft.settings().text(SEQ_LEN).orElse("")),
                shorter(dataset.tokens())));
    }

    private static List<String> shorter(long tokens) {
        return tokens < 3 ? List.of("set raw-input FILE") : List.of("set seq-len " + Long.highestOneBit(tokens - 1));
    }
}
