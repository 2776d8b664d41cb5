package io.npushell.trainer;

import io.npushell.model.Sharding;
import java.util.List;

/** Cuts a weight into the parts that tensor-parallel ranks hold, and puts parts back. */
final class Shards {
    private Shards() {}

    /** A stretch that the whole and the part have in common. */
    private interface Stretch {
        void at(int inWhole, int inPart, int length);
    }

    static List<Long> shape(WeightSpec spec, int ranks) {
        return spec.sharding().rankShape(spec.shape(), ranks);
    }

    /** The part of one rank; the array itself where every rank has all of it. */
    static float[] part(WeightSpec spec, float[] whole, int rank, int ranks) {
        if (ranks == 1 || spec.sharding() == Sharding.REPLICATED) {
            return whole;
        }
        float[] part = new float[spec.count() / ranks];
        stretches(
                spec, rank, ranks, (inWhole, inPart, length) -> System.arraycopy(whole, inWhole, part, inPart, length));
        return part;
    }

    static void place(WeightSpec spec, float[] part, float[] whole, int rank, int ranks) {
        stretches(
                spec, rank, ranks, (inWhole, inPart, length) -> System.arraycopy(part, inPart, whole, inWhole, length));
    }

    private static void stretches(WeightSpec spec, int rank, int ranks, Stretch stretch) {
        int part = spec.count() / ranks;
        switch (spec.sharding()) {
            case REPLICATED -> stretch.at(0, 0, spec.count());
            // the joint projection is in the order of its groups already
            case COLUMN_PARALLEL, QKV -> stretch.at(rank * part, 0, part);
            case GATED_MLP -> {
                int half = part / 2;
                stretch.at(rank * half, 0, half);
                stretch.at(spec.count() / 2 + rank * half, half, half);
            }
            case ROW_PARALLEL -> {
                int width = spec.columns() / ranks;
                for (int row = 0; row < spec.rows(); row++) {
                    stretch.at(row * spec.columns() + rank * width, row * width, width);
                }
            }
        }
    }
}
