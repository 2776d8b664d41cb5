package io.npushell.plan;

import java.util.List;

/** Tensor parallelism stays within a node. */
final class TensorParallelInNode {
    static final Rule RULE = Rule.liftable("P08", "Tensor parallel across nodes", """
            Tensor-parallel devices talk in every layer and need the fast links inside one node. A script can be made to cross nodes, but
            training crawls.""");

    private TensorParallelInNode() {}

    static List<Finding> check(Fit fit) {
        if (fit.staysInNode()) {
            return List.of();
        }
        return List.of(RULE.error(
                fit.certainty(),
                "tensor parallel %d does not stay within the %d NPUs of one node"
                        .formatted(fit.tensorParallel(), fit.devicesPerNode()),
                Remedies.of(Nearest.tensorParallel(fit, Fit::staysInNode))));
    }
}
