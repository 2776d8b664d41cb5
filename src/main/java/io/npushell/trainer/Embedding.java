package io.npushell.trainer;

/** A row per token. */
final class Embedding {
    private final Weight weight;
    private final int width;

    Embedding(Weight weight) {
        this.weight = weight;
        this.width = weight.spec.columns();
    }

    void forward(int[] tokens, float[] output) {
        for (int row = 0; row < tokens.length; row++) {
            System.arraycopy(weight.values, tokens[row] * width, output, row * width, width);
        }
    }

    /** Adds to the gradient, unless the weight is frozen. */
    void backward(int[] tokens, float[] outputGradient) {
        if (!weight.trained()) {
            return;
        }
        for (int row = 0; row < tokens.length; row++) {
            int to = tokens[row] * width;
            for (int i = 0; i < width; i++) {
                weight.gradient[to + i] += outputGradient[row * width + i];
            }
        }
    }
}
