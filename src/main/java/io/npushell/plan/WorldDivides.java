package io.npushell.plan;

import java.util.List;
import java.util.Optional;

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
        Optional<String> nodes = Nearest.nodes(fit, Fit::worldDivides);
        Optional<String> tensor = Nearest.tensorParallel(fit, Fit::worldDivides);
        Optional<String> pipeline = Nearest.pipelineParallel(fit, Fit::worldDivides);
        // A model cut for more devices than there are is rather large than wrongly cut.
        boolean tooFew = fit.world() < fit.tensorParallel() * fit.pipelineParallel();
        return List.of(RULE.error(
                "%d NPUs are not divisible by %d × %d (tensor parallel × pipeline parallel)"
                        .formatted(fit.world(), fit.tensorParallel(), fit.pipelineParallel()),
                tooFew ? Remedies.of(nodes, pipeline, tensor) : Remedies.of(tensor, pipeline, nodes)));
    }
}
