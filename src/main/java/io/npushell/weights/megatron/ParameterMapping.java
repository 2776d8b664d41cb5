package io.npushell.weights.megatron;

import io.npushell.model.FamilyWeight;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelSizes;
import io.npushell.model.Sharding;
import io.npushell.model.WeightRole;
import java.util.ArrayList;
import java.util.List;

/**
 * One Megatron weight of a model: what it is made of and how it is cut for tensor parallelism. The same rows, read backwards, make the Hugging Face
 * tensors again.
 *
 * @param name Megatron's, with the layer's number in the whole model
 * @param layer {@link #BEFORE} or {@link #AFTER} all layers, or the number
 * @param parts the Hugging Face tensors whose rows, one after the other, are the weight's material
 * @param columns 0 for a vector
 * @param groups key-value groups, for {@link Sharding#QKV}
 * @param queryRows rows of one group's queries, for {@link Sharding#QKV}
 * @param headRows rows of one head, for {@link Sharding#QKV}
 */
public record ParameterMapping(
        WeightRole role,
        String name,
        int layer,
        List<Part> parts,
        long columns,
        Sharding sharding,
        int groups,
        long queryRows,
        long headRows) {
    public static final int BEFORE = -1;
    public static final int AFTER = Integer.MAX_VALUE;

    /** A Hugging Face tensor. */
    public record Part(String name, long rows) {}

    /** A stretch of the material's rows. */
    public record Run(long row, long rows) {}

    /** All weights of a model, in Megatron's order. */
    public static List<ParameterMapping> of(ModelFamily family, ModelSizes size) {
        List<FamilyWeight> inLayer = family.weights().stream()
                .filter(weight -> weight.role().inLayer())
                .toList();
        List<ParameterMapping> all = new ArrayList<>();
        boolean layersDone = false;
        for (FamilyWeight weight : family.weights()) {
            if (!weight.role().inLayer()) {
                all.add(of(weight, layersDone ? AFTER : BEFORE, size));
            } else if (!layersDone) {
                layersDone = true;
                for (int layer = 0; layer < size.layers(); layer++) {
                    for (FamilyWeight each : inLayer) {
                        all.add(of(each, layer, size));
                    }
                }
            }
        }
        return all;
    }

    private static ParameterMapping of(FamilyWeight weight, int layer, ModelSizes size) {
        List<String> names = weight.huggingFace(layer);
        List<Long> rows = weight.role().rows(size, names.size());
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            parts.add(new Part(names.get(i), rows.get(i)));
        }
        return new ParameterMapping(
                weight.role(),
                weight.megatron(layer),
                layer,
                List.copyOf(parts),
                weight.role().columns(size),
                weight.sharding(),
                size.kvGroups(),
                (long) size.heads() / size.kvGroups() * size.headWidth(),
                size.headWidth());
    }

    public long rows() {
        return parts.stream().mapToLong(Part::rows).sum();
    }

    /** Whether it is a table with a row for each token, whose rows may be padded or cut off. */
    public boolean vocabulary() {
        return role == WeightRole.EMBEDDING || role == WeightRole.OUTPUT;
    }

    public boolean rowParallel() {
        return sharding == Sharding.ROW_PARALLEL;
    }

    public List<Long> wholeShape(long rows) {
        return columns == 0 ? List.of(rows) : List.of(rows, columns);
    }

    /** The shape one rank has. */
    public List<Long> rankShape(int ranks) {
        return sharding.rankShape(wholeShape(rows()), ranks);
    }

    /** The rows of the material that one rank has, in its order; all of them where it is row parallel, as a rank then has a part of each. */
    public List<Run> runs(int rank, int ranks) {
        long share = rows() / ranks;
        return switch (sharding) {
            case REPLICATED, ROW_PARALLEL -> List.of(new Run(0, rows()));
            case COLUMN_PARALLEL -> List.of(new Run(rank * share, share));
            // material [gate; up]
            case GATED_MLP ->
                List.of(new Run(rank * share / 2, share / 2), new Run((ranks + rank) * share / 2, share / 2));
            case QKV -> groupRuns(rank, ranks);
        };
    }

    /** Material [all queries; all keys; all values]. */
    private List<Run> groupRuns(int rank, int ranks) {
        List<Run> runs = new ArrayList<>();
        long keys = groups * queryRows;
        long values = keys + groups * headRows;
        for (int group = rank * groups / ranks; group < (rank + 1) * groups / ranks; group++) {
            runs.add(new Run(group * queryRows, queryRows));
            runs.add(new Run(keys + group * headRows, headRows));
            runs.add(new Run(values + group * headRows, headRows));
        }
        return runs;
    }
}
