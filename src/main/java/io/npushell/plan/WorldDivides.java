package io.npushell.plan;

import java.util.List;

/** Devices must be divisible by TP × PP, or some would be left over. */
final class WorldDivides {
    static final Rule RULE = Rule.of("P01", "Devices and model parallel", """
            Tensor parallel × pipeline parallel devices hold one copy of the model; the devices of all nodes together must be a whole
            number of copies.""");

    private WorldDivides() {}

    static List<Finding> check(Fit fit) {
        if (fit.worldDivides()) {
            return List.of();
        }
        return List.of(RULE.error(
                "%d NPUs are not divisible by %d × %d (tensor parallel × pipeline parallel)"
                        .formatted(fit.world(), fit.tensorParallel(), fit.pipelineParallel()),
                Remedies.of(
                        Nearest.tensorParallel(fit, Fit::worldDivides),
                        Nearest.pipelineParallel(fit, Fit::worldDivides),
                        Nearest.nodes(fit, Fit::worldDivides))));
    }
}
