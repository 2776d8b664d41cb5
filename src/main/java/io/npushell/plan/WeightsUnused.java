package io.npushell.plan;

import static io.npushell.params.ParameterNames.MODEL_PATH;

import java.util.List;

/** pretrain starts from random weights. */
final class WeightsUnused {
    static final Rule RULE = Rule.of("W07", "Weights that pretrain does not load", """
            The manual gives MODEL_PATH to retrain, sft and lora only; pretrain starts from random weights.""");

    private WeightsUnused() {}

    static List<Finding> check(Draft draft) {
        if (draft.loadsWeights() || !draft.chosen(MODEL_PATH)) {
            return List.of();
        }
        return List.of(RULE.warning(
                draft.engine().certainty(),
                "pretrain starts from random weights, whatever model-path says",
                List.of("use " + draft.profile().name() + "/retrain", "unset model-path")));
    }
}
