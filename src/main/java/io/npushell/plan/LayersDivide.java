package io.npushell.plan;

import java.util.List;

/** Pipeline stages get the same number of layers. */
final class LayersDivide {
    static final Rule RULE =
            Rule.liftable("P04", "Layers and pipeline parallel", """
            Each pipeline stage gets the same number of layers. The manual says "5 or more" for Qwen-72B, but 6, 7 and 9 do not divide its
            80 layers. A script that passes --num-layer-list can cut them unevenly.""").about(Step.Kind.TRAIN, Step.Kind.WEIGHTS);

    private LayersDivide() {}

    static List<Finding> check(Fit fit) {
        if (fit.layersDivide()) {
            return List.of();
        }
        return List.of(RULE.error(
                fit.certainty(),
                "%d layers are not divisible by %d (pipeline parallel)"
                        .formatted(fit.shape().layers(), fit.pipelineParallel()),
                Remedies.of(Nearest.pipelineParallel(fit, Fit::layersDivide))));
    }
}
