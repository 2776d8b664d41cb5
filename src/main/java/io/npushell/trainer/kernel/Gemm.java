package io.npushell.trainer.kernel;

/**
 * Matrix product {@code C = A B} or {@code C += A B}.
 *
 * <p>Each element is one chain of fused multiply-adds over the inner dimension from first to last, so a result does not depend on the tile it was computed
 * in, nor on the vector width, nor on how rows are shared among threads.
 */
public final class Gemm {
    /** Rows of B visited before the next tile: what stays in the first-level cache. */
    private static final int INNER_BLOCK = 256;

    private static final int WIDTH = Lanes.WIDTH;

    /** Vectors per tile row: 16 accumulators need more registers than 8-lane machines (AVX2) have. */
    private static final boolean WIDE_TILES = WIDTH != 8;

    private Gemm() {}

    /** Computes rows {@code fromRow} to {@code toRow} of C, which has {@code columns} columns; {@code inner} is A's width. */
    public static void multiply(
            Matrix a, Matrix b, Matrix c, int fromRow, int toRow, int columns, int inner, boolean accumulate) {
        for (int start = 0; start < inner; start += INNER_BLOCK) {
            int end = Math.min(inner, start + INNER_BLOCK);
            block(a, b, c, fromRow, toRow, columns, start, end, accumulate || start > 0);
        }
    }

    private static void block(
            Matrix a, Matrix b, Matrix c, int fromRow, int toRow, int columns, int start, int end, boolean add) {
        int column = 0;
        if (WIDE_TILES) {
            for (; column + 4 * WIDTH <= columns; column += 4 * WIDTH) {
                int row = fromRow;
                for (; row + 4 <= toRow; row += 4) {
                    WideTile.compute(a, b, c, row, column, start, end, add);
                }
                rest(a, b, c, row, toRow, column, column + 4 * WIDTH, start, end, add);
            }
        }
        for (; column + 2 * WIDTH <= columns; column += 2 * WIDTH) {
            int row = fromRow;
            for (; row + 4 <= toRow; row += 4) {
                NarrowTile.two(a, b, c, row, column, start, end, add);
            }
            rest(a, b, c, row, toRow, column, column + 2 * WIDTH, start, end, add);
        }
        for (; column + WIDTH <= columns; column += WIDTH) {
            int row = fromRow;
            for (; row + 4 <= toRow; row += 4) {
                NarrowTile.one(a, b, c, row, column, start, end, add);
            }
            rest(a, b, c, row, toRow, column, column + WIDTH, start, end, add);
        }
        scalar(a, b, c, fromRow, toRow, column, columns, start, end, add);
    }

    /** The last rows where their number is not a multiple of four. */
    private static void rest(
            Matrix a,
            Matrix b,
            Matrix c,
            int fromRow,
            int toRow,
            int fromColumn,
            int toColumn,
            int start,
            int end,
            boolean add) {
        for (int row = fromRow; row < toRow; row++) {
            for (int column = fromColumn; column < toColumn; column += WIDTH) {
                NarrowTile.single(a, b, c, row, column, start, end, add);
            }
        }
    }

    /** The last columns where their number is not a multiple of the vector width. */
    private static void scalar(
            Matrix a,
            Matrix b,
            Matrix c,
            int fromRow,
            int toRow,
            int fromColumn,
            int toColumn,
            int start,
            int end,
            boolean add) {
        for (int row = fromRow; row < toRow; row++) {
            for (int column = fromColumn; column < toColumn; column++) {
                float sum = add ? c.values()[c.at(row, column)] : 0f;
                for (int k = start; k < end; k++) {
                    sum = Math.fma(a.values()[a.at(row, k)], b.values()[b.at(k, column)], sum);
                }
                c.values()[c.at(row, column)] = sum;
            }
        }
    }
}
