package io.npushell.plan;

import java.util.List;

/** Sequence parallelism cuts the sequence evenly. */
final class SequenceDivides {
    static final Rule RULE = Rule.liftable("P06", "Sequence length and tensor parallel", """
            The public scripts switch on --sequence-parallel, which cuts each sequence over the tensor-parallel devices. A script without it
            takes any length.""");

    private SequenceDivides() {}

    static List<Finding> check(Fit fit) {
        if (fit.sequenceDivides() || !fit.headsDivide()) {
            return List.of();
        }
        return List.of(RULE.error(
                fit.certainty(),
                "sequence length %d is not divisible by %d (tensor parallel)"
                        .formatted(fit.sequence(), fit.tensorParallel()),
                Remedies.of(Nearest.sequence(fit), Nearest.tensorParallel(fit, Fit::sequenceDivides))));
    }
}
