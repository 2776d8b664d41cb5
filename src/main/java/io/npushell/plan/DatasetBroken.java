package io.npushell.plan;

import java.util.List;

/** The files of the dataset fit together. */
final class DatasetBroken {
    static final Rule RULE = Rule.of("D02", "Dataset broken", """
            The sizes of .bin and .idx must agree; a copy that was cut short or a preparation that was killed leaves files that fail only
            when the training reaches them.""");

    private DatasetBroken() {}

    static List<Finding> check(Draft draft) {
        Facts.Dataset dataset = draft.facts().dataset();
        if (dataset == null || dataset.problem() == null) {
            return List.of();
        }
        return List.of(RULE.error(
                "dataset '" + dataset.prefix() + "' is unusable: " + dataset.problem(),
                draft.preparation().possible() ? List.of("data prepare") : List.of("set dataset-path PREFIX")));
    }
}
