package io.npushell.trainer;

import io.npushell.model.ModelShape;

/** Room for gradients on the way back, shared by all layers: one layer uses it at a time. */
final class GradientBuffers {
    final float[] residual;
    final float[] hidden;
    final float[] qkv;
    final float[] opened;
    final float[] gated;

    GradientBuffers(ModelShape shape, int rows) {
        residual = new float[rows * shape.hidden()];
        hidden = new float[rows * shape.hidden()];
        qkv = new float[rows * shape.qkvWidth()];
        opened = new float[rows * 2 * shape.ffn()];
        gated = new float[rows * shape.ffn()];
    }
}
