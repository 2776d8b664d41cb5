package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.whole;

import io.npushell.params.Parameter.Group;
import java.util.List;

/** The low-rank adapter of run type lora. */
final class LoraParameters {
    private static final String MODULE = "(query_key_value|dense|dense_h_to_4h|dense_4h_to_h)";
    private static final String MODULES_IN_WORDS =
            "some of query_key_value, dense, dense_h_to_4h, dense_4h_to_h, with commas between them and no blanks";

    private LoraParameters() {}

    static List<Parameter> all() {
        return List.of(
                parameter(ParameterNames.LORA_R, Group.LORA, whole(1, 4096))
                        .named("lora-rank")
                        .says(
                                "rank of the adapter",
                                "Rows each adapted weight is approximated with. qwen.sh takes 16; what glm3_base.sh takes is not published.")
                        .from("manual, lora page of Qwen; ModelLink arguments.py")
                        .build(),
                parameter(ParameterNames.LORA_ALPHA, Group.LORA, whole(1, 65_536))
                        .named("lora-alpha")
                        .says(
                                "scale of the adapter",
                                "The adapter's output is multiplied by alpha / r. qwen.sh takes 32; what glm3_base.sh takes is not published.")
                        .from("manual, lora page of Qwen; ModelLink arguments.py")
                        .build(),
                parameter(
                                ParameterNames.LORA_TARGET_MODULES,
                                Group.LORA,
                                new ParameterKind.Words(MODULE + "(," + MODULE + ")*", MODULES_IN_WORDS))
                        .says("which weights get an adapter", """
                                Megatron's names: query_key_value and dense are the attention's projections, dense_h_to_4h and dense_4h_to_h those
                                of the feed-forward layer. Unset are all four, as in ModelLink's examples.""")
                        .from("ModelLink arguments.py and tune_llama2_7b_ptd.sh")
                        .build());
    }
}
