package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.path;

import io.npushell.params.Parameter.Group;
import io.npushell.params.ParameterKind.Choice;
import io.npushell.params.ParameterKind.FilePath;
import io.npushell.params.ParameterKind.Words;
import java.util.List;

/** What is trained, and from which weights. */
final class ModelParameters {
    private ModelParameters() {}

    static List<Parameter> all() {
        return List.of(
                parameter(
                                ParameterNames.MODEL_TYPE,
                                Group.MODEL,
                                new Words(
                                        "[A-Za-z0-9][A-Za-z0-9._-]*", "one word of letters, digits, '.', '_' and '-'"))
                        .named("model-size")
                        .says("which size of the model the script trains", """
                                7B, 14B or 72B for qwen.sh, 6B for glm3_base.sh. Comes with the profile; the shape the planner
                                checks is the profile's, so choose another profile rather than another model type.""")
                        .from("manual, hyperparameter tables; required")
                        .build(),
                parameter(
                                ParameterNames.RUN_TYPE,
                                Group.MODEL,
                                new Choice(List.of("pretrain", "retrain", "sft", "lora")))
                        .named("training-type")
                        .says("how the model is trained", """
                                pretrain from random weights, retrain to go on from a checkpoint, sft to fine-tune all weights, lora to
                                fine-tune a low-rank adapter. Chosen by `use PROFILE/RUN-TYPE`.""")
                        .from("manual, hyperparameter tables; required")
                        .build(),
                parameter(ParameterNames.MODEL_PATH, Group.MODEL, new FilePath(true))
                        .named("weights-path", "load", "ckpt-load-dir")
                        .says("directory of the checkpoint to start from", """
                                The directory that holds latest_checkpointed_iteration.txt, not the iteration below it. For sft and lora the
                                converted weights, cut with the same TP and PP; for retrain what the pretraining saved. session:12 takes what
                                session 12 saved. Where the file is missing Megatron starts from random weights and only warns.""")
                        .from(
                                "manual, sft, lora and resume pages (required there); Megatron-LM checkpointing.py for the warning")
                        .build(),
                parameter(ParameterNames.TOKENIZER_PATH, Group.MODEL, path())
                        .named("tokenizer", "tokenizer-model", "tokenizer-name-or-path")
                        .says("directory of the tokenizer", """
                                The downloaded model's directory with its tokenizer files (qwen.tiktoken, tokenizer.model). Data must be
                                tokenised with the tokenizer the model is trained with.""")
                        .from("manual, hyperparameter tables; required")
                        .build());
    }
}
