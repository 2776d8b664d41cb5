package io.npushell.trainer;

import io.npushell.model.ModelShape;
import io.npushell.model.WeightRole;
import io.npushell.trainer.kernel.GatedSilu;

/** The feed-forward layer: gate and up, gated SiLU, down. Remembers both for the way back. */
final class SwiGlu {
    private static final int ROWS_AT_ONCE = 32;

    private final Workers workers;
    private final Linear gateAndUp;
    private final Linear down;
    private final int width;
    private final int rows;
    private final float[] opened;
    private final float[] gated;

    SwiGlu(Products products, ModelWeights weights, ModelShape shape, int layer, int rows) {
        this.workers = products.workers();
        this.gateAndUp = weights.linear(products, WeightRole.GATE_UP, layer);
        this.down = weights.linear(products, WeightRole.DOWN, layer);
        this.width = shape.ffn();
        this.rows = rows;
        this.opened = new float[Math.multiplyExact(rows, 2 * width)];
        this.gated = new float[rows * width];
    }

    void forward(float[] input, float[] output) {
        gateAndUp.forward(input, opened, rows);
        workers.share(rows, ROWS_AT_ONCE, (start, end) -> {
            for (int row = start; row < end; row++) {
                GatedSilu.forward(opened, row * 2 * width, gated, row * width, width);
            }
        });
        down.forward(gated, output, rows);
    }

    /** Writes the gradient of the input. */
    void backward(float[] input, float[] outputGradient, float[] inputGradient, GradientBuffers buffers) {
        down.backward(gated, outputGradient, buffers.gated, rows);
        workers.share(rows, ROWS_AT_ONCE, (start, end) -> {
            for (int row = start; row < end; row++) {
                GatedSilu.backward(opened, row * 2 * width, buffers.gated, row * width, buffers.opened, width);
            }
        });
        gateAndUp.backward(input, buffers.opened, inputGradient, rows);
    }
}
