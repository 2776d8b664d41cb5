package io.npushell.weights.convert;

import io.npushell.weights.TensorContent;
import io.npushell.weights.TensorSource;
import io.npushell.weights.megatron.ParameterMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A Hugging Face tensor put together from the parts the ranks hold.
 *
 * @param ranks the parts, by tensor-parallel rank; one where every rank has all
 * @param first row of the mapping's material that the tensor begins at
 */
record Assembly(ParameterMapping mapping, List<TensorContent> ranks, long first, long rows) {

    /** A stretch of a rank's part, and where in the material it belongs. */
    private record Piece(long materialRow, int rank, long rankRow, long rows) {}

    TensorSource header() {
        return new Placeholder(ranks.get(0).dtype(), mapping.wholeShape(rows));
    }

    void write(Blocks blocks, int lane, WriteBehind.Target target) throws IOException {
        if (mapping.rowParallel()) {
            blocks.joinColumns(ranks, lane, target);
            return;
        }
        long rowBytes = ranks.get(0).bytes() / ranks.get(0).shape().get(0);
        for (Piece piece : pieces()) {
            long start = Math.max(piece.materialRow(), first);
            long end = Math.min(piece.materialRow() + piece.rows(), first + rows);
            if (start < end) {
                long rankRow = piece.rankRow() + start - piece.materialRow();
                blocks.stretch(ranks.get(piece.rank()), rankRow * rowBytes, (end - start) * rowBytes, lane, target);
            }
        }
    }

    /** The mapping's runs of all ranks, in the order of the material. */
    private List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        for (int rank = 0; rank < ranks.size(); rank++) {
            long row = 0;
            for (ParameterMapping.Run run : mapping.runs(rank, ranks.size())) {
                pieces.add(new Piece(run.row(), rank, row, run.rows()));
                row += run.rows();
            }
        }
        pieces.sort(Comparator.comparingLong(Piece::materialRow));
        return pieces;
    }
}
