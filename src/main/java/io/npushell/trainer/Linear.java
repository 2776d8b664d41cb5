package io.npushell.trainer;

import io.npushell.trainer.kernel.Matrix;
import org.jspecify.annotations.Nullable;

/** {@code y = x Wᵀ + b}, and what an adapter adds. The caller gives the input again for the way back. */
final class Linear {
    private static final int COLUMNS_AT_ONCE = 64;

    private final Products products;
    private final Weight weight;
    private final @Nullable Weight bias;
    private final @Nullable LoraAdapter adapter;
    private final int inputs;
    private final int outputs;

    Linear(Products products, Weight weight, @Nullable Weight bias, @Nullable LoraAdapter adapter) {
        this.products = products;
        this.weight = weight;
        this.bias = bias;
        this.adapter = adapter;
        this.inputs = weight.spec.columns();
        this.outputs = weight.spec.rows();
    }

    void forward(float[] input, float[] output, int rows) {
        Matrix transposed = products.transpose(weight.values, outputs, inputs);
        if (bias != null) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(bias.values, 0, output, row * outputs, outputs);
            }
        }
        products.multiply(
                Matrix.of(input, inputs), transposed, Matrix.of(output, outputs), rows, outputs, inputs, bias != null);
        if (adapter != null) {
            adapter.forward(input, output, rows);
        }
    }

    /** Writes the gradient of the input, adds to those of weight, bias and adapter; frozen ones get none. */
    void backward(float[] input, float[] outputGradient, float[] inputGradient, int rows) {
        Matrix above = Matrix.of(outputGradient, outputs);
        products.multiply(
                above,
                Matrix.of(weight.values, inputs),
                Matrix.of(inputGradient, inputs),
                rows,
                inputs,
                outputs,
                false);
        if (weight.trained()) {
            Matrix transposed = products.transpose(outputGradient, rows, outputs);
            products.multiply(
                    transposed,
                    Matrix.of(input, inputs),
                    Matrix.of(weight.gradient, inputs),
                    outputs,
                    inputs,
                    rows,
                    true);
        }
        if (bias != null && bias.trained()) {
            addRows(outputGradient, bias.gradient, rows);
        }
        if (adapter != null) {
            adapter.backward(input, outputGradient, inputGradient, rows);
        }
    }

    private void addRows(float[] source, float[] target, int rows) {
        products.workers().share(outputs, COLUMNS_AT_ONCE, (start, end) -> {
            for (int row = 0; row < rows; row++) {
                for (int column = start; column < end; column++) {
                    target[column] += source[row * outputs + column];
                }
            }
        });
    }
}
