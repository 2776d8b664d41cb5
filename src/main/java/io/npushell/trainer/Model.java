package io.npushell.trainer;

import io.npushell.model.ModelShape;
import io.npushell.model.WeightRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The whole decoder for windows of one size. Not thread-safe; its weights are shared with the caller. */
final class Model {
    private final Window window;
    private final Embedding embedding;
    private final List<DecoderLayer> layers = new ArrayList<>();
    private final RmsNorm finalNorm;
    private final Linear output;
    private final CrossEntropy crossEntropy;
    private final ModelShape shape;

    private final float[] last;
    private final float[] lastNormalized;
    private final float[] logits;

    Model(ModelShape shape, ModelWeights weights, Window window, Workers workers) {
        this.shape = shape;
        this.window = window;
        int rows = window.rows();
        Products products = new Products(workers);
        Rotary rotary = new Rotary(workers, shape, weights.family().rotary(), window);
        this.embedding = new Embedding(weights.of(WeightRole.EMBEDDING, 0));
        for (int layer = 0; layer < shape.layers(); layer++) {
            layers.add(new DecoderLayer(products, weights, shape, window, rotary, layer));
        }
        this.finalNorm = new RmsNorm(workers, weights.of(WeightRole.FINAL_NORM, 0), shape.normEpsilon(), rows);
        this.output = weights.linear(products, WeightRole.OUTPUT, 0);
        this.crossEntropy = new CrossEntropy(workers, shape.paddedVocabulary(), rows);
        this.last = new float[rows * shape.hidden()];
        this.lastNormalized = new float[rows * shape.hidden()];
        this.logits = new float[Math.multiplyExact(rows, shape.paddedVocabulary())];
    }

    /** The mean loss of one window. */
    double loss(int[] tokens, int[] targets) {
        predict(tokens);
        return crossEntropy.forward(logits, targets);
    }

    /** Adds the gradient of {@code share} times the loss just computed to the weights' gradients. */
    void backward(int[] tokens, int[] targets, double share, GradientBuffers buffers) {
        int rows = window.rows();
        crossEntropy.backward(logits, targets, share);
        output.backward(lastNormalized, logits, buffers.hidden, rows);
        float[] gradient = buffers.residual;
        Arrays.fill(gradient, 0f);
        finalNorm.backward(last, buffers.hidden, gradient, rows);
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            layers.get(layer).backward(gradient, buffers);
        }
        embedding.backward(tokens, gradient);
    }

    /** Logits of the token after the given position, for the first sequence. */
    float[] logitsAfter(int[] tokens, int position) {
        predict(tokens);
        int from = position * shape.paddedVocabulary();
        return Arrays.copyOfRange(logits, from, from + shape.paddedVocabulary());
    }

    private void predict(int[] tokens) {
        embedding.forward(tokens, input(0));
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).forward(input(layer + 1));
        }
        finalNorm.forward(last, lastNormalized, window.rows());
        output.forward(lastNormalized, logits, window.rows());
    }

    private float[] input(int layer) {
        return layer < layers.size() ? layers.get(layer).input() : last;
    }
}
