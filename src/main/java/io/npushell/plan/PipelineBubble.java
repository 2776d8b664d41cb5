package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** Stages of a pipeline wait for each other; more micro-batches fill it. */
final class PipelineBubble {
    static final Rule RULE = Rule.of("P11", "Idle pipeline stages", """
            While a pipeline fills and drains its stages wait: (PP − 1) / (micro-batches + PP − 1) of the time. The manual says to raise GBS
            with PP. A warning where there are fewer micro-batches than stages, advice above a tenth of the time.""");

    private PipelineBubble() {}

    private static final double WORTH_SAYING = 0.1;

    static List<Finding> check(Fit fit) {
        if (!fit.batchDivides() || fit.bubble() <= WORTH_SAYING) {
            return List.of();
        }
        String sentence = "%d pipeline stages are idle %.0f %% of the time with %d micro-batches"
                .formatted(fit.pipelineParallel(), 100 * fit.bubble(), fit.microBatches());
        List<String> remedies = List.of("set gbs " + filling(fit));
        return List.of(
                fit.microBatches() < fit.pipelineParallel()
                        ? RULE.warning(Certainty.ESTIMATE, sentence, remedies)
                        : RULE.advice(Certainty.ESTIMATE, sentence, remedies));
    }

    /** The first doubling of the global batch that leaves less idle time than is worth saying. */
    private static long filling(Fit fit) {
        Fit larger = fit.withGlobalBatch(2 * fit.globalBatch());
        return larger.bubble() <= WORTH_SAYING ? larger.globalBatch() : filling(larger);
    }
}
