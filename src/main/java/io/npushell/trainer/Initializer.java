package io.npushell.trainer;

import java.util.Arrays;
import java.util.Random;

/** Fresh weights from a seed, as Megatron draws them: normal, narrower where a projection ends in the residual stream. */
final class Initializer {
    private static final double DEVIATION = 0.02;

    private final Random random;
    private final double scaled;

    /** java.util.Random, because its sequence is specified and the same on every JDK. */
    private Initializer(int layers, long seed) {
        this.random = new Random(seed);
        this.scaled = DEVIATION / Math.sqrt(2.0 * layers);
    }

    static ModelWeights fresh(Architecture architecture, long seed) {
        Initializer initializer = new Initializer(architecture.shape().layers(), seed);
        ModelWeights weights = new ModelWeights(architecture);
        weights.all().forEach(initializer::fill);
        return weights;
    }

    /** Fresh adapters; the rest stays as it is. */
    static void adapters(ModelWeights weights, long seed) {
        Initializer initializer = new Initializer(1, seed);
        weights.trained().forEach(initializer::fill);
    }

    private void fill(Weight weight) {
        switch (weight.spec.start()) {
            case ZEROS -> Arrays.fill(weight.values, 0f);
            case ONES -> Arrays.fill(weight.values, 1f);
            case NORMAL -> draw(weight.values, DEVIATION);
            case SCALED_NORMAL -> draw(weight.values, scaled);
            case UNIFORM -> drawWithin(weight.values, 1 / Math.sqrt(weight.spec.columns()));
        }
    }

    private void draw(float[] values, double deviation) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
    }

    private void drawWithin(float[] values, double bound) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }
}
