package io.npushell.trainer;

import io.npushell.trainer.kernel.Softmax;
import java.util.Arrays;

/** The mean negative log-likelihood of the next tokens, over those that are to be learned. */
final class CrossEntropy {
    /** The target of a row that does not count, as ModelLink's labels have it. */
    static final int MASKED = -100;

    private static final int ROWS_AT_ONCE = 16;

    private final Workers workers;
    private final int vocabulary;
    private final double[] losses;

    CrossEntropy(Workers workers, int vocabulary, int rows) {
        this.workers = workers;
        this.vocabulary = vocabulary;
        this.losses = new double[rows];
    }

    /** The loss, not a number where all rows are masked; leaves probabilities where the logits were, except in masked rows. */
    double forward(float[] logits, int[] targets) {
        workers.share(targets.length, ROWS_AT_ONCE, (start, end) -> {
            for (int row = start; row < end; row++) {
                losses[row] = targets[row] == MASKED ? 0 : loss(logits, row * vocabulary, targets[row]);
            }
        });
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return sum / counted(targets);
    }

    private double loss(float[] logits, int start, int target) {
        double logit = logits[start + target];
        return Softmax.row(logits, start, vocabulary) - logit;
    }

    private static int counted(int[] targets) {
        int counted = 0;
        for (int target : targets) {
            counted += target == MASKED ? 0 : 1;
        }
        return counted;
    }

    /** Turns probabilities into the gradient of {@code share} times the loss, in place. */
    void backward(float[] probabilities, int[] targets, double share) {
        float factor = (float) (share / counted(targets));
        workers.share(targets.length, ROWS_AT_ONCE, (start, end) -> {
            for (int row = start; row < end; row++) {
                if (targets[row] == MASKED) {
                    Arrays.fill(probabilities, row * vocabulary, (row + 1) * vocabulary, 0f);
                } else {
                    probabilities[row * vocabulary + targets[row]] -= 1f;
                    Softmax.scale(probabilities, row * vocabulary, vocabulary, factor);
                }
            }
        });
    }
}
