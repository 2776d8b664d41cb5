package io.npushell.plan;

import java.util.List;

/** What is loaded can be loaded. */
final class WeightsBroken {
    static final Rule RULE = Rule.of("W03", "Weights unusable", """
        The files of the checkpoint do not make one whole.\
        """);

    private WeightsBroken() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        if (!draft.loadsWeights() || model == null || model.problem() == null || WeightsUnread.may(draft, model)) {
            return List.of();
        }
        Facts.Weights weights = draft.facts().weights();
        if (!model.exists() && draft.runType().finetunes() && weights != null && unmade(weights, model)) {
            return List.of(RULE.error(
                    "'" + model.directory() + "' is not there, and hf-path cannot be converted into it: "
                            + weights.problem(),
                    List.of("set hf-path DIRECTORY", "weights convert", "set model-path DIRECTORY")));
        }
        return List.of(RULE.error(
                "model-path '" + model.directory() + "' is unusable: " + model.problem(),
                List.of("set model-path session:ID", "set model-path DIRECTORY")));
    }

    /** Whether what is missing is what the weights step would make if it could. */
    private static boolean unmade(Facts.Weights weights, Facts.Checkpoint model) {
        return weights.problem() != null && weights.target().equals(model.directory());
    }
}
