package io.npushell.trainer;

import io.npushell.model.ModelShape;
import io.npushell.weights.FloatFormats;
import io.npushell.weights.convert.SmallModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.stream.IntStream;

/** Llama's own arithmetic on its own tensors, written down from transformers' modeling_llama.py: plain loops in double precision, nothing of the trainer's. */
final class LlamaForward {
    private final SmallModel model;
    private final ModelShape shape;

    LlamaForward(SmallModel model, ModelShape shape) {
        this.model = model;
        this.shape = shape;
    }

    /** Logits after the last of the tokens. */
    double[] logits(int... tokens) {
        double[] table = tensor("model.embed_tokens");
        double[][] hidden = new double[tokens.length][shape.hidden()];
        for (int position = 0; position < tokens.length; position++) {
            System.arraycopy(table, tokens[position] * shape.hidden(), hidden[position], 0, shape.hidden());
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            attention(hidden, "model.layers." + layer);
            feedForward(hidden, "model.layers." + layer);
        }
        return product("lm_head", normalized(hidden[tokens.length - 1], "model.norm"));
    }

    private void attention(double[][] hidden, String layer) {
        int width = shape.headWidth();
        double[][] queries = new double[hidden.length][];
        double[][] keys = new double[hidden.length][];
        double[][] values = new double[hidden.length][];
        for (int position = 0; position < hidden.length; position++) {
            double[] input = normalized(hidden[position], layer + ".input_layernorm");
            queries[position] = turned(product(layer + ".self_attn.q_proj", input), position);
            keys[position] = turned(product(layer + ".self_attn.k_proj", input), position);
            values[position] = product(layer + ".self_attn.v_proj", input);
        }
        for (int position = 0; position < hidden.length; position++) {
            double[] context = new double[shape.heads() * width];
            for (int head = 0; head < shape.heads(); head++) {
                int group = head / (shape.heads() / shape.kvGroups());
                double[] scores = new double[position + 1];
                double sum = 0;
                for (int earlier = 0; earlier <= position; earlier++) {
                    double score = 0;
                    for (int i = 0; i < width; i++) {
                        score += queries[position][head * width + i] * keys[earlier][group * width + i];
                    }
                    scores[earlier] = Math.exp(score / Math.sqrt(width));
                    sum += scores[earlier];
                }
                for (int earlier = 0; earlier <= position; earlier++) {
                    for (int i = 0; i < width; i++) {
                        context[head * width + i] += scores[earlier] / sum * values[earlier][group * width + i];
                    }
                }
            }
            add(hidden[position], product(layer + ".self_attn.o_proj", context));
        }
    }

    /** rotate_half: the first value of a head goes with the first of its second half. */
    private double[] turned(double[] values, int position) {
        int width = shape.headWidth();
        for (int at = 0; at < values.length; at += width) {
            for (int i = 0; i < width / 2; i++) {
                double angle = position * Math.pow(shape.rotaryBase(), -2.0 * i / width);
                double x = values[at + i];
                double y = values[at + i + width / 2];
                values[at + i] = x * Math.cos(angle) - y * Math.sin(angle);
                values[at + i + width / 2] = y * Math.cos(angle) + x * Math.sin(angle);
            }
        }
        return values;
    }

    private void feedForward(double[][] hidden, String layer) {
        for (double[] row : hidden) {
            double[] input = normalized(row, layer + ".post_attention_layernorm");
            double[] gate = product(layer + ".mlp.gate_proj", input);
            double[] up = product(layer + ".mlp.up_proj", input);
            double[] inner = IntStream.range(0, gate.length)
                    .mapToDouble(i -> gate[i] / (1 + Math.exp(-gate[i])) * up[i])
                    .toArray();
            add(row, product(layer + ".mlp.down_proj", inner));
        }
    }

    private double[] normalized(double[] row, String name) {
        double[] weight = tensor(name);
        double square =
                IntStream.range(0, row.length).mapToDouble(i -> row[i] * row[i]).sum();
        double scale = 1 / Math.sqrt(square / row.length + shape.normEpsilon());
        return IntStream.range(0, row.length)
                .mapToDouble(i -> row[i] * scale * weight[i])
                .toArray();
    }

    private double[] product(String name, double[] input) {
        double[] matrix = tensor(name);
        double[] result = new double[matrix.length / input.length];
        for (int row = 0; row < result.length; row++) {
            for (int column = 0; column < input.length; column++) {
                result[row] += matrix[row * input.length + column] * input[column];
            }
        }
        return result;
    }

    private static void add(double[] target, double[] more) {
        for (int i = 0; i < target.length; i++) {
            target[i] += more[i];
        }
    }

    private double[] tensor(String name) {
        SmallModel.Bytes tensor = Objects.requireNonNull(model.tensors().get(name + ".weight"), name);
        float[] values = new float[tensor.content().length / tensor.dtype().bytes()];
        ByteBuffer bytes = ByteBuffer.wrap(tensor.content()).order(ByteOrder.LITTLE_ENDIAN);
        FloatFormats.decode(tensor.dtype(), bytes, values, values.length);
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
