package io.npushell.trainer;

import io.npushell.model.ModelShape;
import io.npushell.model.WeightRole;

/** One layer: normalise, attend, add; normalise, feed forward, add. Remembers what the way back needs. */
final class DecoderLayer {
    private final int rows;
    private final RmsNorm inputNorm;
    private final Linear qkvProjection;
    private final Rotary rotary;
    private final Attention attention;
    private final Linear dense;
    private final RmsNorm postAttentionNorm;
    private final SwiGlu feedForward;

    private final float[] input;
    private final float[] normalized;
    private final float[] qkv;
    private final float[] attended;
    private final float[] middle;
    private final float[] middleNormalized;

    DecoderLayer(Products products, ModelWeights weights, ModelShape shape, Window window, Rotary rotary, int layer) {
        Workers workers = products.workers();
        this.rows = window.rows();
        this.rotary = rotary;
        this.inputNorm = new RmsNorm(workers, weights.of(WeightRole.INPUT_NORM, layer), shape.normEpsilon(), rows);
        this.qkvProjection = weights.linear(products, WeightRole.QKV, layer);
        this.attention = new Attention(workers, shape, window);
        this.dense = weights.linear(products, WeightRole.ATTENTION_OUTPUT, layer);
        this.postAttentionNorm =
                new RmsNorm(workers, weights.of(WeightRole.POST_ATTENTION_NORM, layer), shape.normEpsilon(), rows);
        this.feedForward = new SwiGlu(products, weights, shape, layer, rows);
        int hidden = rows * shape.hidden();
        this.input = new float[hidden];
        this.normalized = new float[hidden];
        this.qkv = new float[rows * shape.qkvWidth()];
        this.attended = new float[hidden];
        this.middle = new float[hidden];
        this.middleNormalized = new float[hidden];
    }

    /** Where the layer before writes its output. */
    float[] input() {
        return input;
    }

    void forward(float[] output) {
        inputNorm.forward(input, normalized, rows);
        qkvProjection.forward(normalized, qkv, rows);
        rotary.turn(qkv);
        attention.forward(qkv, attended);
        dense.forward(attended, middle, rows);
        add(middle, input);
        postAttentionNorm.forward(middle, middleNormalized, rows);
        feedForward.forward(middleNormalized, output);
        add(output, middle);
    }

    /** Turns the gradient of the output into that of the input, in place. */
    void backward(float[] gradient, GradientBuffers buffers) {
        feedForward.backward(middleNormalized, gradient, buffers.hidden, buffers);
        postAttentionNorm.backward(middle, buffers.hidden, gradient, rows);
        dense.backward(attended, gradient, buffers.hidden, rows);
        attention.backward(qkv, buffers.hidden, buffers.qkv);
        rotary.turnBack(buffers.qkv);
        qkvProjection.backward(normalized, buffers.qkv, buffers.hidden, rows);
        inputNorm.backward(input, buffers.hidden, gradient, rows);
    }

    private static void add(float[] target, float[] source) {
        for (int i = 0; i < target.length; i++) {
            target[i] += source[i];
        }
    }
}
