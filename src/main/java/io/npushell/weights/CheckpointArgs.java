package io.npushell.weights;

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
}
