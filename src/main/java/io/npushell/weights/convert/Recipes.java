package io.npushell.weights.convert;

import io.npushell.weights.convert.Recipe.Cut;
import io.npushell.weights.convert.Recipe.Part;
import java.util.ArrayList;
import java.util.List;

/** All weights of a model in Megatron's order, under Megatron's names, with the Hugging Face names of its family. */
final class Recipes {
    static final String EMBEDDING = "language_model.embedding.word_embeddings.weight";
    static final String OUTPUT = "language_model.output_layer.weight";
    static final String FINAL_NORM = "language_model.encoder.final_norm.weight";
    static final String LAYERS = "language_model.encoder.layers.";

    private final Family family;
    private final Dimensions size;

    private Recipes(Family family, Dimensions size) {
        this.family = family;
        this.size = size;
    }

    static List<Recipe> of(Family family, Dimensions size) {
        return new Recipes(family, size).all();
    }

    private List<Recipe> all() {
        boolean qwen = family == Family.QWEN;
        List<Recipe> all = new ArrayList<>();
        all.add(table(
                EMBEDDING,
                Recipe.BEFORE,
                qwen ? "transformer.wte.weight" : "transformer.embedding.word_embeddings.weight"));
        for (int layer = 0; layer < size.layers(); layer++) {
            all.addAll(qwen ? qwenLayer(layer) : chatGlmLayer(layer));
        }
        all.add(vector(
                FINAL_NORM,
                Recipe.AFTER,
                qwen ? "transformer.ln_f.weight" : "transformer.encoder.final_layernorm.weight"));
        all.add(table(OUTPUT, Recipe.AFTER, qwen ? "lm_head.weight" : "transformer.output_layer.weight"));
        return all;
    }

    /** w2 is the half that goes through SiLU, so it is Megatron's gate. */
    private List<Recipe> qwenLayer(int layer) {
        String name = "transformer.h." + layer + ".";
        return layer(
                layer,
                new LayerNames(
                        name + "ln_1",
                        name + "attn.c_attn",
                        name + "attn.c_proj",
                        name + "ln_2",
                        List.of(
                                new Part(name + "mlp.w2.weight", size.ffn()),
                                new Part(name + "mlp.w1.weight", size.ffn())),
                        name + "mlp.c_proj"));
    }

    private List<Recipe> chatGlmLayer(int layer) {
        String name = "transformer.encoder.layers." + layer + ".";
        return layer(
                layer,
                new LayerNames(
                        name + "input_layernorm",
                        name + "self_attention.query_key_value",
                        name + "self_attention.dense",
                        name + "post_attention_layernorm",
                        List.of(new Part(name + "mlp.dense_h_to_4h.weight", 2L * size.ffn())),
                        name + "mlp.dense_4h_to_h"));
    }

    private record LayerNames(String norm, String qkv, String dense, String postNorm, List<Part> gateUp, String down) {}

    private List<Recipe> layer(int layer, LayerNames names) {
        String own = LAYERS + layer + ".";
        long hidden = size.hidden();
        return List.of(
                vector(own + "input_norm.weight", layer, names.norm() + ".weight"),
                qkv(own, layer, names.qkv(), "weight", hidden),
                qkv(own, layer, names.qkv(), "bias", 0),
                Recipe.of(
                        own + "self_attention.dense.weight",
                        layer,
                        List.of(new Part(names.dense() + ".weight", hidden)),
                        (long) size.heads() * size.headWidth(),
                        Cut.COLUMNS),
                vector(own + "post_attention_norm.weight", layer, names.postNorm() + ".weight"),
                Recipe.of(own + "mlp.dense_h_to_4h.weight", layer, names.gateUp(), hidden, Cut.HALVES),
                Recipe.of(
                        own + "mlp.dense_4h_to_h.weight",
                        layer,
                        List.of(new Part(names.down() + ".weight", hidden)),
                        size.ffn(),
                        Cut.COLUMNS));
    }

    private Recipe qkv(String own, int layer, String name, String kind, long columns) {
        return new Recipe(
                own + "self_attention.query_key_value." + kind,
                layer,
                List.of(new Part(name + "." + kind, size.qkvRows())),
                columns,
                Cut.GROUPS,
                size.groups(),
                (long) size.heads() / size.groups() * size.headWidth(),
                size.headWidth());
    }

    private Recipe vector(String name, int layer, String part) {
        return Recipe.of(name, layer, List.of(new Part(part, size.hidden())), 0, Cut.WHOLE);
    }

    private Recipe table(String name, int layer, String part) {
        return Recipe.of(name, layer, List.of(new Part(part, size.rows())), size.hidden(), Cut.ROWS);
    }
}
