package io.npushell.trainer;

import java.util.LinkedHashMap;
import java.util.Map;

/** Adam with decoupled weight decay, of matrices only. */
final class AdamW {
    static final double BETA1 = 0.9;
    static final double BETA2 = 0.95;
    static final double EPSILON = 1e-8;

    private static final int VALUES_AT_ONCE = 1 << 14;

    private final Workers workers;
    private final double weightDecay;
    private final Map<Weight, Moments> moments = new LinkedHashMap<>();

    /** Running averages of one weight's gradient and of its square. */
    static final class Moments {
        final float[] average;
        final float[] square;

        private Moments(int count) {
            average = new float[count];
            square = new float[count];
        }
    }

    AdamW(Workers workers, ModelWeights weights, double weightDecay) {
        this.workers = workers;
        this.weightDecay = weightDecay;
        for (Weight weight : weights.trained()) {
            moments.put(weight, new Moments(weight.values.length));
        }
    }

    Moments moments(Weight weight) {
        Moments found = moments.get(weight);
        if (found == null) {
            throw new IllegalArgumentException("not trained: " + weight.spec.name());
        }
        return found;
    }

    /**
     * Moves all weights and clears their gradients.
     *
     * @param step the first is 1
     * @param gradientScale what gradients are multiplied by first, from clipping
     */
    void step(long step, double learningRate, double gradientScale) {
        double correction = 1 - StrictMath.pow(BETA1, (double) step);
        float rate = (float) (-learningRate / correction);
        float inverseRoot = (float) (1 / Math.sqrt(1 - StrictMath.pow(BETA2, (double) step)));
        moments.forEach((weight, state) -> {
            float keep = weight.spec.matrix() ? (float) (1 - learningRate * weightDecay) : 1f;
            workers.share(
                    weight.values.length,
                    VALUES_AT_ONCE,
                    (start, end) -> move(weight, state, start, end, rate, inverseRoot, keep, (float) gradientScale));
        });
    }

    private static void move(
            Weight weight, Moments state, int start, int end, float rate, float inverseRoot, float keep, float scale) {
        float beta1 = (float) BETA1;
        float beta2 = (float) BETA2;
        float epsilon = (float) EPSILON;
        float[] values = weight.values;
        float[] gradients = weight.gradient;
        float[] averages = state.average;
        float[] squares = state.square;
        for (int i = start; i < end; i++) {
            float gradient = gradients[i] * scale;
            float average = averages[i] * beta1 + gradient * (1 - beta1);
            float square = squares[i] * beta2 + gradient * gradient * (1 - beta2);
            averages[i] = average;
            squares[i] = square;
            values[i] = values[i] * keep + rate * average / ((float) Math.sqrt(square) * inverseRoot + epsilon);
            gradients[i] = 0f;
        }
    }
}
