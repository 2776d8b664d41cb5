package io.npushell.trainer;

import io.npushell.trainer.kernel.Softmax;

/** The mean negative log-likelihood of the next tokens. */
final class CrossEntropy {
    private static final int ROWS_AT_ONCE = 16;

    private final Workers workers;
    private final int vocabulary;
    private final double[] losses;

    CrossEntropy(Workers workers, int vocabulary, int rows) {
        this.workers = workers;
        this.vocabulary = vocabulary;
        this.losses = new double[rows];
    }

    /** The loss; leaves probabilities where the logits were. */
    double forward(float[] logits, int[] targets) {
        workers.share(targets.length, ROWS_AT_ONCE, (start, end) -> {
            for (int row = start; row < end; row++) {
                double target = logits[row * vocabulary + targets[row]];
                losses[row] = Softmax.row(logits, row * vocabulary, vocabulary) - target;
            }
        });
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return sum / losses.length;
    }

    /** Turns probabilities into the gradient of {@code share} times the loss, in place. */
    void backward(float[] probabilities, int[] targets, double share) {
        float factor = (float) (share / targets.length);
        workers.share(targets.length, ROWS_AT_ONCE, (start, end) -> {
            for (int row = start; row < end; row++) {
                probabilities[row * vocabulary + targets[row]] -= 1f;
                Softmax.scale(probabilities, row * vocabulary, vocabulary, factor);
            }
        });
    }
}
