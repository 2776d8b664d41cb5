package io.npushell.plan;

import java.util.List;

/** The global batch is made of whole micro-batches on every device. */
final class BatchDivides {
    static final Rule RULE = Rule.of("P07", "Global batch, micro batch and data parallel", """
            Every data-parallel copy works through the same number of whole micro-batches, so GBS must be divisible by MBS × data parallel,
            where data parallel = devices / (TP × PP).""");

    private BatchDivides() {}

    static List<Finding> check(Fit fit) {
        if (!fit.worldDivides() || fit.batchDivides()) {
            return List.of();
        }
        return List.of(RULE.error(
                "global batch %d is not divisible by %d × %d (micro batch × data parallel)"
                        .formatted(fit.globalBatch(), fit.microBatch(), fit.dataParallel()),
                Remedies.of(Nearest.microBatch(fit, Fit::batchDivides), Nearest.globalBatch(fit))));
    }
}
