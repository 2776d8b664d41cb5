package io.npushell.trainer;

/** A weight and the gradient gathered for it. Shared and changed in place by the layers and the optimizer. */
final class Weight {
    final WeightSpec spec;
    final float[] values;
    final float[] gradient;

    Weight(WeightSpec spec) {
        this.spec = spec;
        this.values = new float[spec.count()];
        this.gradient = new float[spec.count()];
    }
}
