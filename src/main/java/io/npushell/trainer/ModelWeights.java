package io.npushell.trainer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** All weights of a model by name, in Megatron's order. */
final class ModelWeights {
    private final Map<String, Weight> weights = new LinkedHashMap<>();

    /** All zeros; to be filled from a checkpoint or by {@link Initializer}. */
    ModelWeights(Shape shape) {
        for (WeightSpec spec : Architecture.weights(shape)) {
            weights.put(spec.name(), new Weight(spec));
        }
    }

    Collection<Weight> all() {
        return weights.values();
    }

    Weight named(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("no weight " + name);
        }
        return weight;
    }

    long parameters() {
        return weights.values().stream()
                .mapToLong(weight -> weight.spec.count())
                .sum();
    }
}
