package io.npushell.weights.convert;

import java.util.ArrayList;
import java.util.List;

/**
 * One Megatron weight: what it is made of and how it is cut for tensor parallelism. The same rows, read backwards, make the
 * Hugging Face tensors again.
 *
 * @param name Megatron's, with the layer's number in the whole model
 * @param layer {@link #BEFORE} or {@link #AFTER} all layers, or the number
 * @param parts the Hugging Face tensors whose rows, one after the other, are the weight's material
 * @param columns 0 for a vector
 * @param groups key-value groups, for {@link Cut#GROUPS}
 * @param queryRows rows of one group's queries, for {@link Cut#GROUPS}
 * @param headRows rows of one head, for {@link Cut#GROUPS}
 */
record Recipe(
        String name, int layer, List<Part> parts, long columns, Cut cut, int groups, long queryRows, long headRows) {
    static final int BEFORE = -1;
    static final int AFTER = Integer.MAX_VALUE;

    /** A Hugging Face tensor. */
    record Part(String name, long rows) {}

    /** A stretch of the material's rows. */
    record Run(long row, long rows) {}

    enum Cut {
        /** Every rank has all of it. */
        WHOLE,
        /** Equal stretches of rows. */
        ROWS,
        /** Equal stretches of columns. */
        COLUMNS,
        /** Material [gate; up]; a rank has its part of the gate, then its part of the up. */
        HALVES,
        /** Material [all queries; all keys; all values]; a rank has its groups, each as queries, key, value. */
        GROUPS
    }

    static Recipe of(String name, int layer, List<Part> parts, long columns, Cut cut) {
        return new Recipe(name, layer, parts, columns, cut, 0, 0, 0);
    }

    long rows() {
        return parts.stream().mapToLong(Part::rows).sum();
    }

    boolean cutByColumns() {
        return cut == Cut.COLUMNS;
    }

    List<Long> wholeShape(long rows) {
        return columns == 0 ? List.of(rows) : List.of(rows, columns);
    }

    /** The shape one rank has. */
    List<Long> rankShape(int ranks) {
        return switch (cut) {
            case WHOLE -> wholeShape(rows());
            case ROWS, HALVES, GROUPS -> wholeShape(rows() / ranks);
            case COLUMNS -> List.of(rows(), columns / ranks);
        };
    }

    /** The rows one rank has, in its order; all of them where it is cut by columns. */
    List<Run> runs(int rank, int ranks) {
        long share = rows() / ranks;
        return switch (cut) {
            case WHOLE, COLUMNS -> List.of(new Run(0, rows()));
            case ROWS -> List.of(new Run(rank * share, share));
            case HALVES ->
                List.of(new Run(rank * share / 2, share / 2), new Run((ranks + rank) * share / 2, share / 2));
            case GROUPS -> groupRuns(rank, ranks);
        };
    }

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
