package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.whole;

import io.npushell.params.Parameter.Group;
import java.util.List;

/** How much each iteration trains on. */
final class BatchParameters {
    private BatchParameters() {}

    static List<Parameter> all() {
        return List.of(
                parameter(ParameterNames.MICRO_BATCH, Group.BATCH, whole(1, 4096))
                        .named("micro-batch-size", "micro-batch")
                        .unit("samples")
                        .says("samples one device works on at a time", """
                                The first to lower when memory runs out. GBS must be divisible by MBS × data parallel. The manual states a default
                                of 2, and of 4 for lora; it recommends 2 for Qwen-7B and 14B, 1 for 72B, and 4 for lora of 14B.""")
                        .from("manual, hyperparameter tables")
                        .manualDefault("2")
                        .build(),
                parameter(ParameterNames.GLOBAL_BATCH, Group.BATCH, whole(1, 1_048_576))
                        .named("global-batch-size", "global-batch")
                        .unit("samples")
                        .says("samples all devices together train on per iteration", """
                                With pipeline parallelism above 1 a larger one is faster, as more micro-batches fill the pipeline.
                                Changing it on a resume trips Megatron's check of the learning-rate schedule.""")
                        .from("manual, hyperparameter tables; Megatron-LM optimizer_param_scheduler.py for the check")
                        .manualDefault("64")
                        .build(),
                parameter(ParameterNames.SEQ_LEN, Group.BATCH, whole(2, 1_048_576))
                        .named("sequence-length", "seq-length", "seq")
                        .unit("tokens")
                        .says("tokens of one sample", """
                                Must be what the data was tokenised with: preprocess_data.py drops every document that is not shorter. GLM3 is trained
                                with 8192.""")
                        .from(
                                "manual, hyperparameter tables; GLM3 pages of Huawei Cloud for 8192; ModelLink preprocess_data.py")
                        .manualDefault("4096")
                        .build());
    }
}
