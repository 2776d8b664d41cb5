package io.npushell.plan;

import java.util.List;

/** What the weights step converts is there. */
final class WeightsSource {
    static final Rule RULE = Rule.of("W08", "No model to convert", """
            The weights step reads the downloaded Hugging Face model in hf-path: config.json and *.safetensors or
            pytorch_model*.bin.""").about(Step.Kind.WEIGHTS);

    private WeightsSource() {}

    static List<Finding> check(Draft draft) {
        Facts.Weights weights = draft.facts().weights();
        if (weights == null
                || weights.problem() == null
                || weights.state() == Step.State.DONE
                || !draft.asks(Step.Kind.WEIGHTS)) {
            return List.of();
        }
        return List.of(
                RULE.error("hf-path cannot be converted: " + weights.problem(), List.of("set hf-path DIRECTORY")));
    }
}
