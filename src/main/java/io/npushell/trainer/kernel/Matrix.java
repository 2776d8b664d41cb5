package io.npushell.trainer.kernel;

/**
 * A row-major window of an array; the array is shared, not copied.
 *
 * @param stride distance from one row to the next
 */
public record Matrix(float[] values, int offset, int stride) {
    /** A matrix that fills its array from the start. */
    public static Matrix of(float[] values, int columns) {
        return new Matrix(values, 0, columns);
    }

    int at(int row, int column) {
        return offset + row * stride + column;
    }
}
