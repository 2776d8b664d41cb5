package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.whole;

import io.npushell.params.Parameter.Group;
import java.util.List;

/** How the model is cut over the devices; what remains is data parallel. */
final class ParallelParameters {
    private ParallelParameters() {}

    static List<Parameter> all() {
        return List.of(
                parameter(ParameterNames.TENSOR_PARALLEL, Group.PARALLEL, whole(1, 64))
                        .named(
                                "tensor-parallel",
                                "tensor-parallel-size",
                                "tensor-model-parallel-size",
                                "target-tensor-parallel-size")
                        .unit("devices")
                        .says("devices each layer is cut over", """
                                Must divide the attention heads, and TP × PP the devices; keep it within one node (8). A checkpoint is cut for its TP and PP: converted
                                weights fit no others. The stated default of 8 holds for all sizes, though 4 is recommended for Qwen-7B.""")
                        .from("manual, hyperparameter tables; Megatron-LM arguments.py")
                        .manualDefault("8")
                        .build(),
                parameter(ParameterNames.PIPELINE_PARALLEL, Group.PARALLEL, whole(1, 256))
                        .named(
                                "pipeline-parallel",
                                "pipeline-parallel-size",
                                "pipeline-model-parallel-size",
                                "target-pipeline-parallel-size")
                        .unit("stages")
                        .says("stages the layers are divided into", """
                                Must divide the layers. Costs a share (PP − 1) / (micro-batches + PP − 1) of the time while stages wait, so raise GBS
                                with it. The manual says 5 or more for Qwen-72B; of these 6, 7 and 9 do not divide its 80 layers.""")
                        .from("manual, hyperparameter tables; Megatron-LM arguments.py")
                        .manualDefault("1")
                        .build());
    }
}
