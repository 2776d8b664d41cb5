package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.path;
import static io.npushell.params.ParameterBuilder.whole;

import io.npushell.params.Parameter.Group;
import io.npushell.params.ParameterKind.Choice;
import io.npushell.params.ParameterKind.Switch;
import java.util.List;

/** How weights are brought from Hugging Face's form into Megatron's, and back. */
final class WeightParameters {
    private WeightParameters() {}

    static List<Parameter> all() {
        return List.of(
                parameter(ParameterNames.HF_PATH, Group.MODEL, path())
                        .named("hf-weights", "original")
                        .says("directory of the downloaded Hugging Face model", """
                                config.json with *.safetensors or pytorch_model*.bin. The weights step converts it for sft and lora;
                                exporting takes config, tokenizer and code files from it. It is only read. The manual downloads weights and tokenizer into
                                the same directory.""")
                        .from("manual, weight conversion page (--load-dir)")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.CONVERTER, Group.MODEL, new Choice(List.of("native", "modellink")))
                        .says("what converts weights", """
                                native is npu-shell's own: no Python, one pass, about as fast as copying. modellink runs upstream's
                                tools/checkpoint/util.py in the code directory and judges it by the files it leaves.""")
                        .from("ModelLink tools/checkpoint; manual, weight conversion page")
                        .manualDefault("native")
                        .ownUse()
                        .build(),
                parameter(
                                ParameterNames.PARAMS_DTYPE,
                                Group.MODEL,
                                new Choice(List.of("source", "fp16", "bf16", "fp32")))
                        .says("element type of converted weights", """
                                source keeps what the model has, usually bf16. fp16 is what upstream's loaders write; bf16 weights beyond
                                its range become infinite there.""")
                        .from("ModelLink loader_qwen_hf.py, loader_chatglm3_hf.py")
                        .manualDefault("source")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.PADDED_VOCAB_SIZE, Group.MODEL, whole(1, 10_000_000))
                        .says("rows of the vocabulary in converted weights", """
                                Unset keeps the model's own. Megatron pads the tokenizer's vocabulary to a multiple of
                                --make-vocab-size-divisible-by × TP, and weights with another number of rows do not load. Rows beyond are cut off, missing ones
                                repeat the last.""")
                        .from("ModelLink saver_megatron.py (vocab_padding), Megatron-LM tokenizer.py")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.EXPORT, Group.MODEL, new Switch())
                        .says("write a Hugging Face model when the training has ended", """
                                Adds the export step after the training: the last checkpoint merged into exported/ below the
                                workspace. `weights merge` does the same afterwards.""")
                        .from("npu-shell")
                        .manualDefault("off")
                        .ownUse()
                        .build());
    }
}
