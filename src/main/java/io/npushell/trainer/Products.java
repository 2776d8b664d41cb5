package io.npushell.trainer;

import io.npushell.trainer.kernel.Gemm;
import io.npushell.trainer.kernel.Matrix;

/** Large matrix products, their rows shared among the workers. */
final class Products {
    private static final int ROWS_AT_ONCE = 32;
    private static final int TRANSPOSED_AT_ONCE = 64;
    private static final int BLOCK = 32;

    private final Workers workers;
    private float[] transposed = new float[0];

    Products(Workers workers) {
        this.workers = workers;
    }

    /** {@code C = A B}, or {@code C += A B}. */
    void multiply(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner, boolean accumulate) {
        workers.share(
                rows, ROWS_AT_ONCE, (start, end) -> Gemm.multiply(a, b, c, start, end, columns, inner, accumulate));
    }

    /** The transpose of a rows × columns array, in a buffer that the next call overwrites. */
    Matrix transpose(float[] source, int rows, int columns) {
        if (transposed.length < rows * columns) {
            transposed = new float[rows * columns];
        }
        float[] target = transposed;
        workers.share(rows, TRANSPOSED_AT_ONCE, (start, end) -> {
            for (int row = start; row < end; row += BLOCK) {
                for (int column = 0; column < columns; column += BLOCK) {
                    block(source, target, rows, columns, row, Math.min(end, row + BLOCK), column);
                }
            }
        });
        return Matrix.of(target, rows);
    }

    private static void block(
            float[] source, float[] target, int rows, int columns, int fromRow, int toRow, int fromColumn) {
        int toColumn = Math.min(columns, fromColumn + BLOCK);
        for (int row = fromRow; row < toRow; row++) {
            for (int column = fromColumn; column < toColumn; column++) {
                target[column * rows + row] = source[row * columns + column];
            }
        }
    }

    Workers workers() {
        return workers;
    }
}
