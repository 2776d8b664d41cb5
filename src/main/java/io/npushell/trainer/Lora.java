package io.npushell.trainer;

import java.util.List;

/**
 * Which weights get a low-rank adapter, and of what size, as ModelLink hands it to peft.
 *
 * @param rank r: rows of A and columns of B
 * @param alpha the adapter's output is multiplied by alpha / r
 * @param targets names of modules as Megatron has them: query_key_value, dense, dense_h_to_4h, dense_4h_to_h
 */
record Lora(int rank, int alpha, List<String> targets) {
    /** All that ModelLink's examples adapt (tune_llama2_7b_ptd.sh). */
    static final List<String> MODULES = List.of("query_key_value", "dense", "dense_h_to_4h", "dense_4h_to_h");

    Lora {
        targets = List.copyOf(targets);
    }

    float scale() {
        return (float) ((double) alpha / rank);
    }

    boolean adapts(WeightSpec spec) {
        return spec.matrix() && targets.contains(module(spec.name()));
    }

    /** "dense" of "….self_attention.dense.weight". */
    private static String module(String name) {
        String owner = name.substring(0, name.lastIndexOf('.'));
        return owner.substring(owner.lastIndexOf('.') + 1);
    }

    /** A: from the weight's inputs to the rank. Cut as peft's LoraParallelLinear cuts it: by columns where the weight is. */
    WeightSpec down(WeightSpec base) {
        Cut cut = base.cut() == Cut.COLUMNS ? Cut.COLUMNS : Cut.REPLICATED;
        return new WeightSpec(part(base, "lora_A"), rank, base.columns(), WeightSpec.Start.UNIFORM, cut, base.layer());
    }

    /** B: from the rank to the weight's outputs; cut by rows where the weight is. */
    WeightSpec up(WeightSpec base) {
        Cut cut = base.cut() == Cut.COLUMNS ? Cut.REPLICATED : base.cut();
        return new WeightSpec(part(base, "lora_B"), base.rows(), rank, WeightSpec.Start.ZEROS, cut, base.layer());
    }

    private static String part(WeightSpec base, String part) {
        String owner = base.name().substring(0, base.name().lastIndexOf('.'));
        return owner + "." + part + ".default.weight";
    }
}
