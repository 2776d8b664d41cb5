package io.npushell.trainer;

/** Names that Megatron has weights under, as tests look for them in files. */
final class WeightNames {
    static final String EMBEDDING = "language_model.embedding.word_embeddings.weight";
    static final String FINAL_NORM = "language_model.encoder.final_norm.weight";
    static final String OUTPUT = "language_model.output_layer.weight";
    static final String GATE_AND_UP = "mlp.dense_h_to_4h.weight";

    private WeightNames() {}

    static String inLayer(int layer, String name) {
        return "language_model.encoder.layers." + layer + "." + name;
    }
}
