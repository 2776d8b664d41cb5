package io.npushell.plan;

import static io.npushell.params.ParameterNames.WARMUP_FRACTION;

import java.util.List;
import java.util.OptionalDouble;

/** The warm-up ends before the training. */
final class WarmupTooLong {
    static final Rule RULE = Rule.of("S07", "Warm-up as long as the training", """
            Megatron refuses a warm-up that leaves no iteration for the decay.""");

    private WarmupTooLong() {}

    static List<Finding> check(Draft draft) {
        OptionalDouble fraction = draft.settings().decimal(WARMUP_FRACTION);
        if (fraction.isEmpty() || fraction.getAsDouble() < 1) {
            return List.of();
        }
        return List.of(RULE.error(
                "warmup-fraction %s leaves no iteration after the warm-up"
                        .formatted(draft.settings().text(WARMUP_FRACTION).orElse("")),
                List.of("set warmup-fraction 0.01")));
    }
}
