package io.npushell.trainer;

import io.npushell.model.Families;
import io.npushell.model.ModelShape;
import io.npushell.weights.FloatFormats;
import io.npushell.weights.convert.SmallModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A model's own arithmetic on its own tensors, written down once more from modeling_qwen.py and modeling_chatglm.py (Qwen-7B-Chat and chatglm3-6b on Hugging
 * Face): plain loops in double precision, nothing of the trainer's.
 */
final class HuggingFaceForward {
    private final SmallModel model;
    private final ModelShape shape;
    private final boolean qwen;

    HuggingFaceForward(SmallModel model, ModelShape shape) {
        this.model = model;
        this.shape = shape;
        this.qwen = model.family() == Families.QWEN;
    }

    /** Logits after the last of the tokens. */
    double[] logits(int... tokens) {
        int width = shape.hidden();
        double[] table = tensor(qwen ? "transformer.wte.weight" : "transformer.embedding.word_embeddings.weight");
        double[][] hidden = new double[tokens.length][width];
        for (int position = 0; position < tokens.length; position++) {
            System.arraycopy(table, tokens[position] * width, hidden[position], 0, width);
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            String name = (qwen ? "transformer.h." : "transformer.encoder.layers.") + layer;
            attention(hidden, name);
            feedForward(hidden, name);
        }
        double[] last = normalized(
                hidden[tokens.length - 1], qwen ? "transformer.ln_f" : "transformer.encoder.final_layernorm");
        return product(qwen ? "lm_head" : "transformer.output_layer", last);
    }

    private void attention(double[][] hidden, String layer) {
        String self = layer + (qwen ? ".attn." : ".self_attention.");
        int head = shape.headWidth();
        int queries = shape.heads() * head;
        int keys = shape.kvGroups() * head;
        double[][] mixed = new double[hidden.length][];
        for (int position = 0; position < hidden.length; position++) {
            double[] input = normalized(hidden[position], layer + (qwen ? ".ln_1" : ".input_layernorm"));
            String name = self + (qwen ? "c_attn" : "query_key_value");
            double[] bias = tensor(name + ".bias");
            double[] sums = product(name, input);
            mixed[position] = IntStream.range(0, sums.length)
                    .mapToDouble(i -> sums[i] + bias[i])
                    .toArray();
            for (int at = 0; at < queries + keys; at += head) {
                turn(mixed[position], at, position);
            }
        }
        for (int position = hidden.length - 1; position >= 0; position--) {
            double[] context = new double[queries];
            for (int number = 0; number < shape.heads(); number++) {
                int key = queries + number / shape.headsPerGroup() * head;
                double[] shares = shares(mixed, position, number * head, key);
                for (int earlier = 0; earlier <= position; earlier++) {
                    for (int i = 0; i < head; i++) {
                        context[number * head + i] += shares[earlier] * mixed[earlier][key + keys + i];
                    }
                }
            }
            add(hidden[position], product(self + (qwen ? "c_proj" : "dense"), context));
        }
    }

    private double[] shares(double[][] mixed, int position, int query, int key) {
        double[] scores = new double[position + 1];
        for (int earlier = 0; earlier <= position; earlier++) {
            for (int i = 0; i < shape.headWidth(); i++) {
                scores[earlier] += mixed[position][query + i] * mixed[earlier][key + i];
            }
            scores[earlier] = Math.exp(scores[earlier] / Math.sqrt(shape.headWidth()));
        }
        double sum =
                IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).sum();
        return IntStream.range(0, scores.length)
                .mapToDouble(i -> scores[i] / sum)
                .toArray();
    }

    /** Qwen: x · cos + rotate_half(x) · sin over the head. ChatGLM3: complex numbers made of neighbours, in the head's first half. */
    private void turn(double[] values, int at, int position) {
        int turned = qwen ? shape.headWidth() : shape.headWidth() / 2;
        for (int i = 0; i < turned / 2; i++) {
            double angle = position * Math.pow(shape.rotaryBase(), -2.0 * i / turned);
            int first = at + (qwen ? i : 2 * i);
            int second = qwen ? first + turned / 2 : first + 1;
            double x = values[first];
            double y = values[second];
            values[first] = x * Math.cos(angle) - y * Math.sin(angle);
            values[second] = y * Math.cos(angle) + x * Math.sin(angle);
        }
    }

    private void feedForward(double[][] hidden, String layer) {
        for (double[] row : hidden) {
            double[] input = normalized(row, layer + (qwen ? ".ln_2" : ".post_attention_layernorm"));
            double[] inner = new double[shape.ffn()];
            double[] both = qwen ? new double[0] : product(layer + ".mlp.dense_h_to_4h", input);
            double[] first = qwen ? product(layer + ".mlp.w1", input) : both;
            double[] second = qwen ? product(layer + ".mlp.w2", input) : both;
            for (int i = 0; i < inner.length; i++) { // Qwen: w1 · silu(w2), ChatGLM3: silu(first half) · second half
                inner[i] = qwen ? first[i] * silu(second[i]) : silu(both[i]) * both[shape.ffn() + i];
            }
            add(row, product(layer + (qwen ? ".mlp.c_proj" : ".mlp.dense_4h_to_h"), inner));
        }
    }

    private static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    private double[] normalized(double[] row, String name) {
        double[] weight = tensor(name + ".weight");
        double square = 0;
        for (double value : row) {
            square += value * value;
        }
        double scale = 1 / Math.sqrt(square / row.length + shape.normEpsilon());
        return IntStream.range(0, row.length)
                .mapToDouble(i -> row[i] * scale * weight[i])
                .toArray();
    }

    private double[] product(String name, double[] input) {
        double[] matrix = tensor(name + ".weight");
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
        SmallModel.Bytes tensor = Objects.requireNonNull(model.tensors().get(name), name);
        float[] values = new float[tensor.content().length / tensor.dtype().bytes()];
        FloatFormats.decode(
                tensor.dtype(),
                ByteBuffer.wrap(tensor.content()).order(ByteOrder.LITTLE_ENDIAN),
                values,
                values.length);
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
