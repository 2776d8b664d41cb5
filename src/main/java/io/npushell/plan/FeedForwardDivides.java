package io.npushell.plan;

import java.util.List;

/** Tensor parallelism cuts the feed-forward layer evenly. */
final class FeedForwardDivides {
    static final Rule RULE =
            Rule.of("P05", "Feed-forward width and tensor parallel", """
            The feed-forward layer is cut over the tensor-parallel devices and must divide evenly.""").about(Step.Kind.TRAIN, Step.Kind.WEIGHTS);

    private FeedForwardDivides() {}

    static List<Finding> check(Fit fit) {
        if (fit.ffnDivides() || !fit.headsDivide()) {
            return List.of();
        }
        return List.of(RULE.error(
                "the feed-forward width %d is not divisible by %d (tensor parallel)"
                        .formatted(fit.shape().ffn(), fit.tensorParallel()),
                Remedies.of(Nearest.tensorParallel(fit, Fit::ffnDivides))));
    }
}
