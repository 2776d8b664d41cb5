package io.npushell.trainer;

import io.npushell.trainer.kernel.Dot;

/** Divides each row by its root mean square and multiplies by a weight per column. Remembers the roots for the way back. */
final class RmsNorm {
    private static final int ROWS_AT_ONCE = 64;
    private static final int COLUMNS_AT_ONCE = 64;

    private final Workers workers;
    private final Weight weight;
    private final double epsilon;
    private final int width;
    private final float[] inverseRoots;

    RmsNorm(Workers workers, Weight weight, double epsilon, int rows) {
        this.workers = workers;
        this.weight = weight;
        this.epsilon = epsilon;
        this.width = weight.spec.rows();
        this.inverseRoots = new float[rows];
    }

    void forward(float[] input, float[] output, int rows) {
        float[] scale = weight.values;
        workers.share(rows, ROWS_AT_ONCE, (start, end) -> {
            for (int row = start; row < end; row++) {
                int at = row * width;
                float squares = Dot.of(input, at, input, at, width);
                float inverse = (float) (1 / Math.sqrt((double) squares / width + epsilon));
                inverseRoots[row] = inverse;
                for (int i = 0; i < width; i++) {
                    output[at + i] = input[at + i] * inverse * scale[i];
                }
            }
        });
    }

    /** Adds to the gradient of the input and to that of the weight, unless it is frozen. */
    void backward(float[] input, float[] outputGradient, float[] inputGradient, int rows) {
        workers.share(rows, ROWS_AT_ONCE, (start, end) -> {
            float[] scaled = new float[width];
            for (int row = start; row < end; row++) {
                inputRow(input, outputGradient, inputGradient, row, scaled);
            }
        });
        if (!weight.trained()) {
            return;
        }
        workers.share(width, COLUMNS_AT_ONCE, (start, end) -> {
            for (int row = 0; row < rows; row++) {
                for (int i = start; i < end; i++) {
                    weight.gradient[i] += outputGradient[row * width + i] * input[row * width + i] * inverseRoots[row];
                }
            }
        });
    }

    private void inputRow(float[] input, float[] outputGradient, float[] inputGradient, int row, float[] scaled) {
        int at = row * width;
        for (int i = 0; i < width; i++) {
            scaled[i] = outputGradient[at + i] * weight.values[i];
        }
        float inverse = inverseRoots[row];
        float along = inverse * inverse * inverse * Dot.of(scaled, 0, input, at, width) / width;
        for (int i = 0; i < width; i++) {
            inputGradient[at + i] += inverse * scaled[i] - along * input[at + i];
        }
    }
}
