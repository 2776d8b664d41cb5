package io.npushell.plan;

import static io.npushell.params.ParameterNames.MODEL_PATH;

import io.npushell.model.RunType;
import java.util.List;

/** An adapter cannot be resumed. */
final class LoraResume {
    static final Rule RULE = Rule.of("R05", "LoRA cannot be resumed", """
            The scripts do not support resuming a LoRA training: retrain loads whole models only. The embedded engine goes on with sft and
            lora by resume; by retrain, which reads plain text, it does with neither.""");

    private LoraResume() {}

    static List<Finding> check(Draft draft) {
        String model = draft.path(MODEL_PATH).orElse("");
        boolean adapter = isOutput(model, RunType.LORA);
        boolean tuned = adapter || isOutput(model, RunType.SFT);
        if (draft.runType() != RunType.RETRAIN || !(draft.engine().resumes(RunType.LORA) ? tuned : adapter)) {
            return List.of();
        }
        if (draft.engine().resumes(RunType.LORA)) {
            return List.of(RULE.error(
                    "'" + model + "' is of a fine-tuning, and retrain goes on with a pretraining",
                    List.of("resume ID", "unset model-path")));
        }
        return List.of(RULE.error(
                "'" + model + "' holds LoRA adapters, and LoRA cannot be resumed",
                List.of("use " + draft.profile().name() + "/lora", "unset model-path")));
    }

    /** Also one that {@code launch --archive} moved aside. */
    private static boolean isOutput(String model, RunType runType) {
        return model.matches(".*/saved_dir_for_ma_output/[^/]+/" + runType.label() + "(\\.archived-[^/]+)?/?");
    }
}
