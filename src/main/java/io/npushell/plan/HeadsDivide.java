package io.npushell.plan;

import java.util.List;

/** Tensor parallelism deals out whole attention heads. */
final class HeadsDivide {
    static final Rule RULE =
            Rule.of("P02", "Attention heads and tensor parallel", """
            Each tensor-parallel device computes the same number of whole attention heads.""").about(Step.Kind.TRAIN, Step.Kind.WEIGHTS);

    private HeadsDivide() {}

    static List<Finding> check(Fit fit) {
        if (fit.headsDivide()) {
            return List.of();
        }
        return List.of(RULE.error(
                "%d attention heads are not divisible by %d (tensor parallel)"
                        .formatted(fit.shape().heads(), fit.tensorParallel()),
                Remedies.of(Nearest.tensorParallel(fit, Fit::headsDivide))));
    }
}
