package io.npushell.plan;

import static io.npushell.params.ParameterNames.SAVE_INTERVAL;

import io.npushell.plan.Finding.Certainty;
import java.util.List;
import java.util.OptionalLong;

/** A training cut short has something to resume. */
final class SavesOnlyAtEnd {
    static final Rule RULE = Rule.of("O04", "Only the last iteration is saved", """
            With a save interval above TRAIN_ITERS only the last iteration is saved; a training cut short before has lost everything.""");

    private SavesOnlyAtEnd() {}

    static List<Finding> check(Draft draft) {
        OptionalLong interval = draft.settings().whole(SAVE_INTERVAL);
        OptionalLong iterations = draft.iterations();
        if (interval.isEmpty() || iterations.isEmpty() || interval.getAsLong() <= iterations.getAsLong()) {
            return List.of();
        }
        return List.of(RULE.advice(
                Certainty.CERTAIN,
                "save-interval %d is more than the %d iterations, so only the last is saved"
                        .formatted(interval.getAsLong(), iterations.getAsLong()),
                List.of("set save-interval " + Math.max(1, iterations.getAsLong() / 4))));
    }
}
