package io.npushell.trainer;

import io.npushell.trainer.kernel.Dot;

/** The length of all gradients as one vector, and the clipping by it. */
final class GradientNorm {
    private static final int VALUES_AT_ONCE = 1 << 14;

    private GradientNorm() {}

    static double of(ModelWeights weights, Workers workers) {
        double sum = 0;
        for (Weight weight : weights.trained()) {
            int count = weight.gradient.length;
            double[] parts = new double[(count + VALUES_AT_ONCE - 1) / VALUES_AT_ONCE];
            workers.share(
                    count,
                    VALUES_AT_ONCE,
                    (start, end) -> parts[start / VALUES_AT_ONCE] =
                            Dot.of(weight.gradient, start, weight.gradient, start, end - start));
            for (double part : parts) {
                sum += part;
            }
        }
        return Math.sqrt(sum);
    }

    /** What to multiply gradients by so that they are no longer than {@code limit}; a limit of 0 does not clip. */
    static double clipping(double norm, double limit) {
        return limit <= 0 ? 1 : Math.min(1, limit / (norm + 1e-6));
    }
}
