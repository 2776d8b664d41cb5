package io.npushell.weights;

import io.npushell.model.ModelSizes;
import java.util.List;
import java.util.Map;

/** Megatron's {@code args} in a checkpoint. */
final class CheckpointArgs {
    private CheckpointArgs() {}

    /** A whole number by name, -1 where there is none. */
    static long number(Map<String, Object> root, String name) {
        return root.get("args") instanceof TorchFileWriter.Namespace args
                        && args.values().get(name) instanceof Long number
                ? number
                : -1;
    }

    static ModelSizes shape(Map<String, Object> root) {
        return root.get("args") instanceof TorchFileWriter.Namespace args
                ? ModelSizes.ofArgs(args.values())
                : ModelSizes.UNKNOWN;
    }

    /** Whether LoRA was on: ModelLink has it so where modules to adapt are named. */
    static boolean adapters(Map<String, Object> root) {
        return root.get("args") instanceof TorchFileWriter.Namespace args
                && args.values().get("lora_target_modules") instanceof List<?> modules
                && !modules.isEmpty();
    }
}
