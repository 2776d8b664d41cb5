package io.npushell.plan;

import java.util.List;

/** Nobody reads the converted weights that would be replaced. */
final class WeightsInUse {
    static final Rule RULE = Rule.of("W09", "Converted weights in use", """
            A session that is running or waiting loads the weights that the weights step would write, or writes them
            itself.""").about(Step.Kind.WEIGHTS, Step.Kind.TRAIN);

    private WeightsInUse() {}

    static List<Finding> check(Draft draft) {
        Facts.Weights weights = draft.facts().weights();
        boolean wanted = draft.runType().finetunes() || draft.asks(Step.Kind.WEIGHTS);
        if (weights == null || weights.usedBy() == null || !wanted || !WeightsStep.due(draft)) {
            return List.of();
        }
        String id = weights.usedBy();
        return List.of(RULE.error(
                "'" + weights.target() + "' is in use by session " + id, List.of("wait " + id, "stop " + id)));
    }
}
