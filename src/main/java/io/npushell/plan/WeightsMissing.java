package io.npushell.plan;

import java.util.List;

/** What is loaded is there. */
final class WeightsMissing {
    static final Rule RULE = Rule.of("W01", "Weights missing", """
            retrain loads what a pretraining saved, sft and lora load converted weights. MODEL_PATH is the directory with
            latest_checkpointed_iteration.txt in it.""");

    private WeightsMissing() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        if (!draft.loadsWeights()
                || model == null
                || model.problem() != null
                || (model.exists() && model.iteration() >= 0)) {
            return List.of();
        }
        String sentence = model.exists()
                ? "model-path '" + model.directory() + "' holds no complete checkpoint"
                : "model-path '" + model.directory() + "' does not exist";
        return List.of(RULE.error(sentence, remedies(draft)));
    }

    /** For sft and lora the model itself comes first: it can be converted here. */
    private static List<String> remedies(Draft draft) {
        Facts.Weights weights = draft.facts().weights();
        return weights != null && draft.runType().finetunes() && weights.problem() != null
                ? List.of("set hf-path DIRECTORY", "set model-path DIRECTORY")
                : List.of("set model-path session:ID", "set model-path DIRECTORY");
    }
}
