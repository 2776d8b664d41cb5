package io.npushell.plan;

import static io.npushell.params.ParameterNames.HF_PATH;

import java.util.List;

/** What the weights step converts is there. */
final class WeightsSource {
    static final Rule RULE = Rule.of("W08", "No model to convert", """
            The weights step reads the downloaded Hugging Face model in hf-path: config.json and *.safetensors or
            pytorch_model*.bin. Weights converted before stay usable where the model in its usual place has been deleted since.""").about(Step.Kind.WEIGHTS);

    private WeightsSource() {}

    static List<Finding> check(Draft draft) {
        Facts.Weights weights = draft.facts().weights();
        if (weights == null
                || weights.problem() == null
                || (weights.state() == Step.State.DONE && !draft.chosen(HF_PATH))
                || !draft.asks(Step.Kind.WEIGHTS)) {
            return List.of();
        }
        return List.of(
                RULE.error("hf-path cannot be converted: " + weights.problem(), List.of("set hf-path DIRECTORY")));
    }
}
