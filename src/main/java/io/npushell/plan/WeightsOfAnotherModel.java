package io.npushell.plan;

import java.util.List;

/** A checkpoint fits the model it is of and no other. */
final class WeightsOfAnotherModel {
    static final Rule RULE = Rule.of("W13", "Weights of another model", """
            The args in a checkpoint say how many layers and heads it has and how wide it is. Weights of another architecture cannot be loaded:
            the training would end with "size mismatch" or "Missing key(s) in state_dict" after its start.""");

    private WeightsOfAnotherModel() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        if (!draft.loadsWeights() || model == null || model.problem() != null) {
            return List.of();
        }
        return model
                .sizes()
                .differenceFrom(draft.shape())
                .map(size -> RULE.error(
                        "model-path '" + model.directory() + "' holds another model than "
                                + draft.profile().name() + ": its " + size,
                        List.of("set model-path DIRECTORY", "profile list")))
                .stream()
                .toList();
    }
}
