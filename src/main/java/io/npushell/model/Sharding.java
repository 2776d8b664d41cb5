package io.npushell.model;

import java.util.List;

/**
 * How a weight is cut over tensor-parallel ranks, in Megatron's words. A stored weight is [outputs, inputs], so what Megatron calls column parallel is a
 * stretch of its rows, and row parallel one of its columns.
 */
public enum Sharding {
    /** Every rank has all of it. */
    REPLICATED,
    /** ColumnParallelLinear and VocabParallelEmbedding: equal stretches of the outputs. */
    COLUMN_PARALLEL,
    /** RowParallelLinear: equal stretches of the inputs. */
    ROW_PARALLEL,
    /** Column parallel, gate and up each: a rank has its part of the gate, then its part of the up. */
    GATED_MLP,
    /** Column parallel by key-value groups: a rank has its groups, each as queries, key, value. */
    QKV;

    /** The shape that one rank has of a weight. */
    public List<Long> rankShape(List<Long> whole, int ranks) {
        return switch (this) {
            case REPLICATED -> whole;
            case COLUMN_PARALLEL, GATED_MLP, QKV ->
                whole.size() == 1 ? List.of(whole.get(0) / ranks) : List.of(whole.get(0) / ranks, whole.get(1));
            case ROW_PARALLEL -> List.of(whole.get(0), whole.get(1) / ranks);
        };
    }
}
