package io.npushell.plan;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The training itself: one command per node. */
final class TrainStep {
    private TrainStep() {}

    static Step of(Draft draft) {
        return new Step(
                Step.Kind.TRAIN,
                summary(draft),
                Step.State.TO_DO,
                note(draft),
                draft.engine().commands(draft));
    }

    private static String summary(Draft draft) {
        String what = draft.engine().program(draft.profile());
        OptionalLong iterations = draft.iterations();
        if (iterations.isEmpty()) {
            return what;
        }
        OptionalDouble epochs = Epochs.of(
                iterations.getAsLong(),
                draft.settings(),
                draft.runType(),
                draft.facts().dataset());
        return what + ", " + count(iterations.getAsLong())
                + (epochs.isPresent() ? " = " + epochs(epochs.getAsDouble()) : "");
    }

    private static String count(long iterations) {
        return String.format(Locale.ROOT, "%,d %s", iterations, iterations == 1 ? "iteration" : "iterations");
    }

    private static String epochs(double epochs) {
        if (epochs < 0.005) {
            return "less than 0.01 epochs";
        }
        String number = epochs < 10
                ? String.format(Locale.ROOT, "%.2f", epochs).replaceFirst("[.]?0+$", "")
                : String.format(Locale.ROOT, "%,.0f", epochs);
        return number + (number.equals("1") ? " epoch" : " epochs");
    }

    /** Where it goes on from. */
    private static String note(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        return draft.resumes() && model != null && model.iteration() >= 0
                ? "from iteration " + String.format(Locale.ROOT, "%,d", model.iteration())
                : "";
    }
}
