package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.whole;

import io.npushell.params.Parameter.Group;
import java.util.List;

/** The low-rank adapter of run type lora. */
final class LoraParameters {
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
                        .build());
    }
}
