package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.TensorContent;
import io.npushell.weights.TorchFile;
import java.io.IOException;
import java.util.Optional;

/**
 * LoRA adapters as ModelLink's peft saves them beside each weight: {@code X.base_layer.weight}, {@code X.lora_A.default.weight},
 * {@code X.lora_B.default.weight}. Merged rank by rank, as both are cut the way their weight is.
 */
final class Adapters {
    private final MegatronModel weights;
    private final MegatronModel adapters;
    private final double scale;

    /**
     * Names where they are.
     *
     * @param weights of the model
     * @param adapters another checkpoint, or the same one
     * @param alpha 0 for the one in the args
     */
    Adapters(MegatronModel weights, MegatronModel adapters, double alpha) {
        this.weights = weights;
        this.adapters = adapters;
        this.scale = alpha > 0
                ? alpha
                : adapters.args().get("lora_alpha") instanceof Number number ? number.doubleValue() : 0;
        if (weights.tensorParallel() != adapters.tensorParallel()) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the adapters are cut for TP " + adapters.tensorParallel() + ", the weights for TP "
                            + weights.tensorParallel(),
                    "convert the weights again with the TP of the adapters");
        }
    }

    boolean any() {
        return adapters.tensors(0).keySet().stream().anyMatch(name -> name.contains(".lora_A."));
    }

    /** One rank's part of a weight, its adapter added to it; empty where there is no such weight. */
    Optional<TensorContent> weight(int rank, String name) throws IOException {
        int dot = name.lastIndexOf('.');
        String module = name.substring(0, dot);
        String kind = name.substring(dot);
        TensorContent base = weights.find(rank, name);
        if (base == null) {
            base = weights.find(rank, module + ".base_layer" + kind);
        }
        TensorContent down = adapters.find(rank, module + ".lora_A.default.weight");
        TensorContent up = adapters.find(rank, module + ".lora_B.default.weight");
        if (base == null || !kind.equals(".weight") || (down == null && up == null)) {
            return Optional.ofNullable(base);
        }
        if (!(down instanceof TorchFile.Tensor a) || !(up instanceof TorchFile.Tensor b)) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the adapter of '" + module + "' has only one of lora_A and lora_B",
                    "save it again");
        }
        if (scale == 0) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the checkpoint does not say lora_alpha, by which its adapters are scaled",
                    "--lora-alpha NUMBER");
        }
        return Optional.of(AdaptedTensor.of(base, a, b, scale, module));
    }
}
