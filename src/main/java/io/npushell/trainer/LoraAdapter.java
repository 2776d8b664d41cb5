package io.npushell.trainer;

import io.npushell.trainer.kernel.Matrix;

/** What a low-rank adapter adds to a weight's product: {@code y += s (x Aᵀ) Bᵀ}. Remembers {@code s x Aᵀ} for the way back. */
final class LoraAdapter {
    private final Products products;
    private final Weight down;
    private final Weight up;
    private final float scale;
    private final int rank;
    private final int inputs;
    private final int outputs;
    private float[] narrow = new float[0];
    private float[] narrowGradient = new float[0];

    LoraAdapter(Products products, Weight down, Weight up, float scale) {
        this.products = products;
        this.down = down;
        this.up = up;
        this.scale = scale;
        this.rank = down.spec.rows();
        this.inputs = down.spec.columns();
        this.outputs = up.spec.rows();
    }

    /** Adds to the output. */
    void forward(float[] input, float[] output, int rows) {
        if (narrow.length != rows * rank) {
            narrow = new float[rows * rank];
            narrowGradient = new float[rows * rank];
        }
        Matrix downTransposed = products.transpose(down.values, rank, inputs);
        products.multiply(Matrix.of(input, inputs), downTransposed, Matrix.of(narrow, rank), rows, rank, inputs, false);
        scale(narrow);
        Matrix upTransposed = products.transpose(up.values, outputs, rank);
        products.multiply(Matrix.of(narrow, rank), upTransposed, Matrix.of(output, outputs), rows, outputs, rank, true);
    }

    /** Adds to the gradients of the input and of both matrices. */
    void backward(float[] input, float[] outputGradient, float[] inputGradient, int rows) {
        Matrix above = Matrix.of(outputGradient, outputs);
        Matrix aboveTransposed = products.transpose(outputGradient, rows, outputs);
        products.multiply(
                aboveTransposed, Matrix.of(narrow, rank), Matrix.of(up.gradient, rank), outputs, rank, rows, true);

        products.multiply(
                above, Matrix.of(up.values, rank), Matrix.of(narrowGradient, rank), rows, rank, outputs, false);
        scale(narrowGradient);
        Matrix narrowTransposed = products.transpose(narrowGradient, rows, rank);
        products.multiply(
                narrowTransposed, Matrix.of(input, inputs), Matrix.of(down.gradient, inputs), rank, inputs, rows, true);
        products.multiply(
                Matrix.of(narrowGradient, rank),
                Matrix.of(down.values, inputs),
                Matrix.of(inputGradient, inputs),
                rows,
                inputs,
                rank,
                true);
    }

    private void scale(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
    }
}
