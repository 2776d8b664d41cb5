package io.npushell.params;

import static io.npushell.params.ParameterBuilder.decimal;
import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.whole;

import io.npushell.params.Parameter.Group;
import java.util.List;
import java.util.stream.Stream;

/** How long and how fast it learns. */
final class ScheduleParameters {
    private static final String PUBLIC_SCRIPTS =
            "Megatron-LM arguments.py; ModelLink's public training scripts. Not in the manual";

    private ScheduleParameters() {}

    static List<Parameter> all() {
        return Stream.concat(length(), optimizer()).toList();
    }

    private static Stream<Parameter> length() {
        return Stream.of(
                parameter(ParameterNames.TRAIN_ITERS, Group.SCHEDULE, whole(1, 1_000_000_000))
                        .named("train-iterations", "iterations", "iters")
                        .unit("iterations")
                        .says("iterations in all, those before a resume counted", """
                                On retrain it must be more than the checkpoint has, or nothing is trained. The learning-rate schedule runs over
                                it: raising it on a resume changes the schedule.""")
                        .from("manual, hyperparameter tables and resume page; Megatron-LM optimizer_param_scheduler.py")
                        .build(),
                parameter(ParameterNames.EPOCHS, Group.SCHEDULE, decimal(0.001, 100_000))
                        .named("train-epochs")
                        .unit("passes")
                        .says(
                                "passes over the data; derives train-iters",
                                "Iterations = epochs × samples of the data / GBS, rounded up. What sets train-iters itself overrides it.")
                        .from("npu-shell")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.SAVE_INTERVAL, Group.SCHEDULE, whole(1, 1_000_000_000))
                        .named("checkpoint-interval")
                        .unit("iterations")
                        .says("iterations between checkpoints", """
                                The last iteration is always saved. With an interval of train-iters or more it is the only one, and a training cut short
                                before leaves nothing to resume.""")
                        .from(
                                "Huawei's later pages (modelarts_llm_train_*); Megatron-LM training.py. Not in the manual")
                        .build(),
                parameter(ParameterNames.LOG_INTERVAL, Group.SCHEDULE, whole(1, 1_000_000))
                        .named("logging-interval")
                        .unit("iterations")
                        .says("iterations per log line", "The values of a line are averages over the interval.")
                        .from(PUBLIC_SCRIPTS)
                        .build(),
                parameter(ParameterNames.SEED, Group.SCHEDULE, whole(1, Integer.MAX_VALUE))
                        .named("random-seed")
                        .says(
                                "seed of weights and data order",
                                "Megatron takes 1234 when nothing is said, and no seed below 1.")
                        .from(PUBLIC_SCRIPTS)
                        .build());
    }

    private static Stream<Parameter> optimizer() {
        return Stream.of(
                parameter(ParameterNames.LEARNING_RATE, Group.SCHEDULE, decimal(1e-12, 1))
                        .named("learning-rate")
                        .says(
                                "peak learning rate",
                                "Reached after the warm-up, then lowered along a cosine. ModelLink uses 1.25e-6 for Qwen-7B and 14B, 1e-5 for 72B.")
                        .from(PUBLIC_SCRIPTS)
                        .build(),
                parameter(ParameterNames.MIN_LEARNING_RATE, Group.SCHEDULE, decimal(0, 1))
                        .named("min-learning-rate")
                        .says("learning rate at the end", "What the cosine ends at; at most the learning rate.")
                        .from(PUBLIC_SCRIPTS)
                        .build(),
                parameter(ParameterNames.WARMUP_FRACTION, Group.SCHEDULE, decimal(0, 1))
                        .named("lr-warmup-fraction", "warmup")
                        .variable("LR_WARMUP_FRACTION")
                        .says(
                                "share of the iterations that warm up",
                                "The learning rate rises from 0 in a line over these.")
                        .from(PUBLIC_SCRIPTS)
                        .build(),
                parameter(ParameterNames.WEIGHT_DECAY, Group.SCHEDULE, decimal(0, 1))
                        .named("weight-decay", "wd")
                        .says("weight decay of AdamW", "Not applied to biases and norms.")
                        .from(PUBLIC_SCRIPTS)
                        .build(),
                parameter(ParameterNames.CLIP_GRAD, Group.SCHEDULE, decimal(0, 1_000_000))
                        .named("gradient-clipping", "grad-clip")
                        .says("norm the gradients are cut to", "0 cuts nothing.")
                        .from(PUBLIC_SCRIPTS)
                        .build());
    }
}
