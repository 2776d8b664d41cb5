package io.npushell.model;

import java.util.List;

/**
 * A weight as a family declares it: under which names Megatron and Hugging Face have it. In names of a decoder layer's weights "*" stands for the layer's number.
 *
 * @param huggingFace the tensors whose rows, one after the other, are the weight's material
 */
public record FamilyWeight(WeightRole role, String megatron, List<String> huggingFace, Sharding sharding) {
    /** Stands for the layer's number. */
    static final String LAYER = "*";

    public FamilyWeight {
        huggingFace = List.copyOf(huggingFace);
    }

    /** Megatron's name in one layer; the name itself where it is in none. */
    public String megatron(int layer) {
        return numbered(megatron, layer);
    }

    /** The names of its Hugging Face tensors in one layer. */
    public List<String> huggingFace(int layer) {
        return huggingFace.stream().map(name -> numbered(name, layer)).toList();
    }

    private static String numbered(String name, int layer) {
        return name.replace(LAYER, Integer.toString(layer));
    }
}
