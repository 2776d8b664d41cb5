package io.npushell.trainer;

import io.npushell.model.ModelShape;
import io.npushell.trainer.kernel.Softmax;
import java.util.Arrays;
import java.util.Random;

/** Lets a model continue a text, token by token; one seed gives one continuation. */
final class Sampler {
    private static final int ROUND = 16;

    private final ModelShape shape;
    private final Model model;
    private final int length;
    private final double temperature;
    private final Random random;

    /**
     * A sampler for one text.
     *
     * @param context the most tokens the model looks back on
     * @param total tokens of the text and its continuation
     */
    Sampler(
            ModelShape shape,
            ModelWeights weights,
            Workers workers,
            int context,
            int total,
            double temperature,
            long seed) {
        this.shape = shape;
        this.length = Math.min(context, (total + ROUND - 1) / ROUND * ROUND);
        this.model = new Model(shape, weights, new Window(1, length), workers);
        this.temperature = temperature;
        this.random = new Random(seed);
    }

    /** The text's tokens and up to {@code count} more; fewer where the document ends. */
    int[] extend(int[] text, int count, int endOfDocument) {
        int[] tokens = Arrays.copyOf(text, text.length + count);
        for (int size = text.length; size < tokens.length; size++) {
            int next = next(tokens, size);
            if (next == endOfDocument) {
                return Arrays.copyOf(tokens, size);
            }
            tokens[size] = next;
        }
        return tokens;
    }

    private int next(int[] tokens, int size) {
        int from = Math.max(0, size - length);
        int[] window = Arrays.copyOf(Arrays.copyOfRange(tokens, from, size), length);
        float[] logits = model.logitsAfter(window, size - from - 1);
        return temperature == 0 ? likeliest(logits) : draw(logits);
    }

    private int likeliest(float[] logits) {
        int best = 0;
        for (int token = 1; token < shape.vocabulary(); token++) {
            best = logits[token] > logits[best] ? token : best;
        }
        return best;
    }

    private int draw(float[] logits) {
        int vocabulary = shape.vocabulary();
        Softmax.scale(logits, 0, vocabulary, (float) (1 / temperature));
        Softmax.row(logits, 0, vocabulary);
        double rest = random.nextDouble();
        for (int token = 0; token < vocabulary; token++) {
            rest -= logits[token];
            if (rest < 0) {
                return token;
            }
        }
        return vocabulary - 1;
    }
}
