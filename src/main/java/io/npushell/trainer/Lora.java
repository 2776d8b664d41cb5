package io.npushell.trainer;

import io.npushell.model.Sharding;
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

    /** A: from the weight's inputs to the rank. Cut as peft's LoraParallelLinear cuts it: row parallel where the weight is. */
    WeightSpec down(WeightSpec base) {
        Sharding sharding = base.sharding() == Sharding.ROW_PARALLEL ? Sharding.ROW_PARALLEL : Sharding.REPLICATED;
        return new WeightSpec(
                part(base, "lora_A"), rank, base.columns(), WeightSpec.Start.UNIFORM, sharding, base.layer());
    }

    /** B: from the rank to the weight's outputs; column parallel where the weight is. */
    WeightSpec up(WeightSpec base) {
        Sharding sharding = base.sharding() == Sharding.ROW_PARALLEL ? Sharding.REPLICATED : base.sharding();
        return new WeightSpec(part(base, "lora_B"), base.rows(), rank, WeightSpec.Start.ZEROS, sharding, base.layer());
    }

    private static String part(WeightSpec base, String part) {
        String owner = base.name().substring(0, base.name().lastIndexOf('.'));
        return owner + "." + part + ".default.weight";
    }
}
