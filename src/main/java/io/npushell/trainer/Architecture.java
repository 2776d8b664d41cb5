package io.npushell.trainer;

import io.npushell.model.ModelShape;
import io.npushell.trainer.WeightSpec.Start;
import java.util.ArrayList;
import java.util.List;

/** The weights of a model of some shape, in Megatron's order and under Megatron's names. */
final class Architecture {
    static final String ENCODER = "language_model.encoder.";
    static final String EMBEDDING = "language_model.embedding.word_embeddings.weight";
    static final String FINAL_NORM = ENCODER + "final_norm.weight";
    static final String OUTPUT = "language_model.output_layer.weight";

    static final String INPUT_NORM = "input_norm.weight";
    static final String QKV = "self_attention.query_key_value.weight";
    static final String QKV_BIAS = "self_attention.query_key_value.bias";
    static final String DENSE = "self_attention.dense.weight";
    static final String POST_ATTENTION_NORM = "post_attention_norm.weight";
    static final String GATE_AND_UP = "mlp.dense_h_to_4h.weight";
    static final String DOWN = "mlp.dense_4h_to_h.weight";

    private Architecture() {}

    static String inLayer(int layer, String name) {
        return ENCODER + "layers." + layer + "." + name;
    }

    static List<WeightSpec> weights(ModelShape shape) {
        int hidden = shape.hidden();
        List<WeightSpec> specs = new ArrayList<>();
        specs.add(
                new WeightSpec(EMBEDDING, shape.paddedVocabulary(), hidden, Start.NORMAL, Cut.ROWS, WeightSpec.BEFORE));
        for (int layer = 0; layer < shape.layers(); layer++) {
            specs.add(vector(layer, INPUT_NORM, hidden, Start.ONES, Cut.REPLICATED));
            specs.add(matrix(layer, QKV, shape.qkvWidth(), hidden, Start.NORMAL, Cut.ROWS));
            specs.add(vector(layer, QKV_BIAS, shape.qkvWidth(), Start.ZEROS, Cut.ROWS));
            specs.add(matrix(layer, DENSE, hidden, hidden, Start.SCALED_NORMAL, Cut.COLUMNS));
            specs.add(vector(layer, POST_ATTENTION_NORM, hidden, Start.ONES, Cut.REPLICATED));
            specs.add(matrix(layer, GATE_AND_UP, 2 * shape.ffn(), hidden, Start.NORMAL, Cut.HALVES));
            specs.add(matrix(layer, DOWN, hidden, shape.ffn(), Start.SCALED_NORMAL, Cut.COLUMNS));
        }
        specs.add(new WeightSpec(FINAL_NORM, hidden, 0, Start.ONES, Cut.REPLICATED, WeightSpec.AFTER));
        specs.add(new WeightSpec(OUTPUT, shape.paddedVocabulary(), hidden, Start.NORMAL, Cut.ROWS, WeightSpec.AFTER));
        return specs;
    }

    private static WeightSpec matrix(int layer, String name, int rows, int columns, Start start, Cut cut) {
        return new WeightSpec(inLayer(layer, name), rows, columns, start, cut, layer);
    }

    private static WeightSpec vector(int layer, String name, int count, Start start, Cut cut) {
        return new WeightSpec(inLayer(layer, name), count, 0, start, cut, layer);
    }
}
