package io.npushell.plan;

import java.util.List;

/** Positions reach as far as the sequence. */
final class SequenceInPositions {
    static final Rule RULE = Rule.liftable("P09", "Sequence length and positions", """
            The model has positions up to a limit (--max-position-embeddings); Megatron refuses a longer sequence. The private script may
            set another limit than the public one.""");

    private SequenceInPositions() {}

    static List<Finding> check(Fit fit) {
        if (fit.reachesPositions()) {
            return List.of();
        }
        return List.of(RULE.error(
                fit.certainty(),
                "sequence length %d is more than the %d positions of the model"
                        .formatted(fit.sequence(), fit.shape().maxPositions()),
                Remedies.of(Nearest.sequence(fit))));
    }
}
