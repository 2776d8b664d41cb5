package io.npushell.plan;

import java.util.List;

/** What is loaded can be loaded. */
final class WeightsBroken {
    static final Rule RULE = Rule.of("W03", "Weights unusable", """
            The files of the checkpoint do not make one whole.""");

    private WeightsBroken() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        if (!draft.loadsWeights() || model == null || model.problem() == null) {
            return List.of();
        }
        return List.of(RULE.error(
                "model-path '" + model.directory() + "' is unusable: " + model.problem(),
                List.of("set model-path session:ID", "set model-path DIRECTORY")));
    }
}
