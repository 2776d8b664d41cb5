package io.npushell.trainer;

/** A weight and the gradient gathered for it. Shared and changed in place by the layers and the optimizer. */
final class Weight {
    final WeightSpec spec;
    final float[] values;
    /** Empty where the weight is frozen. */
    final float[] gradient;

    Weight(WeightSpec spec, boolean trained) {
        this.spec = spec;
        this.values = new float[spec.count()];
        this.gradient = new float[trained ? spec.count() : 0];
    }

    boolean trained() {
        return gradient.length > 0;
    }
}
