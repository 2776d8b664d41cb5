package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;
import java.util.OptionalLong;

/** The learning-rate schedule runs over TRAIN_ITERS. */
final class ScheduleChanged {
    static final Rule RULE = Rule.of("R02", "TRAIN_ITERS changed on a resume", """
            Warm-up and decay are fractions of TRAIN_ITERS, and Megatron compares them with the checkpoint's: unless the script passes
            --override-opt_param-scheduler or --use-checkpoint-opt_param-scheduler it stops with "class input value … do not match". The manual's own
            example (200, then 300) does this.""");

    private ScheduleChanged() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        OptionalLong iterations = draft.iterations();
        if (!draft.resumes()
                || model == null
                || model.trainIters() < 1
                || iterations.isEmpty()
                || model.trainIters() == iterations.getAsLong()) {
            return List.of();
        }
        String sentence = "the checkpoint's schedule is for %d iterations, this one for %d"
                .formatted(model.trainIters(), iterations.getAsLong());
        if (!draft.engine().guardsSchedule()) {
            return List.of(RULE.advice(
                    draft.engine().certainty(), sentence + ": the learning rate changes course", List.of()));
        }
        ScheduleOptions options = ScheduleOptions.of(draft);
        String whole = sentence + options.consequence(draft);
        return List.of(
                options.harmless()
                        ? RULE.advice(Certainty.SCRIPT_DECIDES, whole, List.of())
                        : RULE.warning(Certainty.SCRIPT_DECIDES, whole, keep(model)));
    }

    private static List<String> keep(Facts.Checkpoint model) {
        return model.iteration() < model.trainIters() ? List.of("set train-iters " + model.trainIters()) : List.of();
    }
}
