package io.npushell.trainer;

import io.npushell.model.ModelShape;
import io.npushell.trainer.kernel.Dot;
import io.npushell.trainer.kernel.Gemm;
import io.npushell.trainer.kernel.Matrix;
import io.npushell.trainer.kernel.Softmax;
import java.util.Arrays;

/** Causal attention of grouped heads over the joint projection. Remembers the probabilities for the way back. */
final class Attention {
    private final Workers workers;
    private final ModelShape shape;
    private final Window window;
    private final int length;
    private final int width;
    private final float scale;
    private final float[] probabilities;

    Attention(Workers workers, ModelShape shape, Window window) {
        this.workers = workers;
        this.shape = shape;
        this.window = window;
        this.length = window.length();
        this.width = shape.headWidth();
        this.scale = (float) (1 / Math.sqrt(width));
        this.probabilities =
                new float[Math.multiplyExact(window.sequences() * shape.heads(), Math.multiplyExact(length, length))];
    }

    void forward(float[] qkv, float[] output) {
        workers.share(window.sequences() * shape.heads(), 1, (start, end) -> {
            float[] keys = new float[width * length];
            for (int task = start; task < end; task++) {
                forwardHead(qkv, output, task / shape.heads(), task % shape.heads(), keys);
            }
        });
    }

    private void forwardHead(float[] qkv, float[] output, int sequence, int head, float[] keys) {
        int group = head / shape.headsPerGroup();
        transpose(qkv, sequence, shape.keyOffset(group), keys, scale);
        Matrix weights = probabilities(sequence, head);
        Gemm.multiply(
                rows(qkv, sequence, shape.queryOffset(head)),
                Matrix.of(keys, length),
                weights,
                0,
                length,
                length,
                width,
                false);
        for (int row = 0; row < length; row++) {
            int at = weights.offset() + row * length;
            Softmax.row(probabilities, at, row + 1);
            Arrays.fill(probabilities, at + row + 1, at + length, 0f);
        }
        Gemm.multiply(
                weights,
                rows(qkv, sequence, shape.valueOffset(group)),
                heads(output, sequence, head),
                0,
                length,
                width,
                length,
                false);
    }

    /** Writes the gradient of the joint projection. */
    void backward(float[] qkv, float[] outputGradient, float[] qkvGradient) {
        workers.share(window.sequences() * shape.kvGroups(), 1, (start, end) -> {
            for (int task = start; task < end; task++) {
                int sequence = task / shape.kvGroups();
                int group = task % shape.kvGroups();
                float[] values = new float[width * length];
                transpose(qkv, sequence, shape.valueOffset(group), values, 1f);
                for (int i = 0; i < shape.headsPerGroup(); i++) {
                    int head = group * shape.headsPerGroup() + i;
                    backwardHead(qkv, outputGradient, qkvGradient, sequence, head, values, i > 0);
                }
            }
        });
    }

    private void backwardHead(
            float[] qkv,
            float[] outputGradient,
            float[] qkvGradient,
            int sequence,
            int head,
            float[] values,
            boolean add) {
        int group = head / shape.headsPerGroup();
        Matrix weights = probabilities(sequence, head);
        Matrix above = heads(outputGradient, sequence, head);
        Matrix scores = Matrix.of(new float[length * length], length);
        Matrix turned = Matrix.of(new float[length * length], length);

        Gemm.multiply(above, Matrix.of(values, length), scores, 0, length, length, width, false);
        turnSquare(weights, turned);
        Matrix valueGradient = rows(qkvGradient, sequence, shape.valueOffset(group));
        Gemm.multiply(turned, above, valueGradient, 0, length, width, length, add);

        softmaxGradient(weights, scores.values());
        Matrix queryGradient = rows(qkvGradient, sequence, shape.queryOffset(head));
        Matrix keys = rows(qkv, sequence, shape.keyOffset(group));
        Gemm.multiply(scores, keys, queryGradient, 0, length, width, length, false);
        turnSquare(scores, turned);
        Matrix keyGradient = rows(qkvGradient, sequence, shape.keyOffset(group));
        Matrix queries = rows(qkv, sequence, shape.queryOffset(head));
        Gemm.multiply(turned, queries, keyGradient, 0, length, width, length, add);
    }

    /** Turns gradients of probabilities into those of scores, in place. */
    private void softmaxGradient(Matrix weights, float[] gradient) {
        for (int row = 0; row < length; row++) {
            int from = weights.offset() + row * length;
            int to = row * length;
            float mean = Dot.of(gradient, to, probabilities, from, row + 1);
            for (int i = 0; i <= row; i++) {
                gradient[to + i] = probabilities[from + i] * (gradient[to + i] - mean) * scale;
            }
            Arrays.fill(gradient, to + row + 1, to + length, 0f);
        }
    }

    private void turnSquare(Matrix source, Matrix target) {
        for (int row = 0; row < length; row++) {
            for (int column = 0; column < length; column++) {
                target.values()[column * length + row] = source.values()[source.offset() + row * length + column];
            }
        }
    }

    private void transpose(float[] qkv, int sequence, int column, float[] target, float factor) {
        Matrix source = rows(qkv, sequence, column);
        for (int row = 0; row < length; row++) {
            int at = source.offset() + row * source.stride();
            for (int i = 0; i < width; i++) {
                target[i * length + row] = qkv[at + i] * factor;
            }
        }
    }

    private Matrix rows(float[] qkv, int sequence, int column) {
        return new Matrix(qkv, sequence * length * shape.qkvWidth() + column, shape.qkvWidth());
    }

    private Matrix heads(float[] hidden, int sequence, int head) {
        return new Matrix(hidden, sequence * length * shape.hidden() + head * width, shape.hidden());
    }

    private Matrix probabilities(int sequence, int head) {
        return new Matrix(probabilities, (sequence * shape.heads() + head) * length * length, length);
    }
}
