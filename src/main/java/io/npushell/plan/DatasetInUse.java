package io.npushell.plan;

import io.npushell.params.ParameterNames;
import java.util.List;

/** Nobody trains from the dataset that would be replaced. */
final class DatasetInUse {
    static final Rule RULE = Rule.of("D10", "Dataset to make in use", """
            A session that is running or waiting trains from the dataset that the data step would write: its training would read other
            text from then on, or fail.""").about(Step.Kind.DATA, Step.Kind.TRAIN);

    private DatasetInUse() {}

    static List<Finding> check(Draft draft) {
        Facts.Dataset dataset = draft.facts().dataset();
        String session = dataset == null ? null : dataset.usedBy();
        if (dataset == null || session == null || !writesHere(draft) || !Preparation.due(draft)) {
            return List.of();
        }
        return List.of(RULE.error(
                "dataset '" + dataset.prefix() + "' is in use by session " + session,
                List.of("wait " + session, "stop " + session, elsewhere(draft))));
    }

    /** Node 0 prepares for all. */
    private static boolean writesHere(Draft draft) {
        return !draft.engine().distributes()
                || draft.settings().whole(ParameterNames.NODE_RANK).orElse(0) == 0;
    }

    /** How to make another dataset instead. */
    static String elsewhere(Draft draft) {
        return draft.request().only().contains(Step.Kind.DATA)
                        && !draft.request().only().contains(Step.Kind.TRAIN)
                ? "data prepare --output-prefix OTHER"
                : "set dataset-path OTHER";
    }
}
