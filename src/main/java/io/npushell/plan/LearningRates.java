package io.npushell.plan;

import static io.npushell.params.ParameterNames.LEARNING_RATE;
import static io.npushell.params.ParameterNames.MIN_LEARNING_RATE;

import java.util.List;
import java.util.OptionalDouble;

/** The learning rate falls. */
final class LearningRates {
    static final Rule RULE = Rule.of("S06", "Learning rates the wrong way round", """
            The cosine runs from lr down to min-lr.""");

    private LearningRates() {}

    static List<Finding> check(Draft draft) {
        OptionalDouble peak = draft.settings().decimal(LEARNING_RATE);
        OptionalDouble end = draft.settings().decimal(MIN_LEARNING_RATE);
        if (peak.isEmpty() || end.isEmpty() || end.getAsDouble() <= peak.getAsDouble()) {
            return List.of();
        }
        String lr = draft.settings().text(LEARNING_RATE).orElse("");
        String minimum = draft.settings().text(MIN_LEARNING_RATE).orElse("");
        return List.of(RULE.error(
                "min-lr %s is more than lr %s".formatted(minimum, lr),
                List.of("set min-lr " + lr, "set lr " + minimum)));
    }
}
