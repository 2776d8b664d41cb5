package io.npushell.trainer;

import java.util.List;
import java.util.stream.Stream;

/** The order in which an optimizer's state numbers its weights: those with weight decay, then those without. */
final class OptimizerGroups {
    private OptimizerGroups() {}

    static List<Weight> order(List<Weight> weights) {
        return Stream.concat(
                        weights.stream().filter(weight -> weight.spec.matrix()),
                        weights.stream().filter(weight -> !weight.spec.matrix()))
                .toList();
    }
}
