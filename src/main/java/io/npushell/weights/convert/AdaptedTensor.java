package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import io.npushell.weights.FloatFormats;
import io.npushell.weights.TensorContent;
import io.npushell.weights.TorchFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A matrix plus scale × up · down, computed in float32 and rounded to the matrix's own type; row by row as it is read. */
final class AdaptedTensor implements TensorContent {
    private final TensorContent base;
    private final float[] down;
    private final float[] up;
    private final int rank;
    private final int columns;
    private final float scale;
    private final ByteBuffer row;
    private final float[] numbers;
    private long current = -1;

    private AdaptedTensor(TensorContent base, float[] down, float[] up, int rank, double scale) {
        this.base = base;
        this.down = down;
        this.up = up;
        this.rank = rank;
        this.columns = Math.toIntExact(base.shape().get(1));
        this.scale = (float) (scale / rank);
        this.row = ByteBuffer.allocate(columns * base.dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        this.numbers = new float[columns];
    }

    /** Holds both adapter matrices in memory. */
    static TensorContent of(TensorContent base, TorchFile.Tensor down, TorchFile.Tensor up, double alpha, String module)
            throws IOException {
        List<Long> shape = base.shape();
        boolean fits = shape.size() == 2
                && down.shape().size() == 2
                && up.shape().size() == 2
                && down.shape().get(1).equals(shape.get(1))
                && up.shape().get(0).equals(shape.get(0))
                && up.shape().get(1).equals(down.shape().get(0))
                && FloatFormats.floating(base.dtype());
        if (!fits) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the adapter of '" + module + "' does not fit: weight " + shape + ", lora_A " + down.shape()
                            + ", lora_B " + up.shape(),
                    "name the weights that the adapter was trained on");
        }
        float[] a = new float[Math.toIntExact(down.bytes() / down.dtype().bytes())];
        float[] b = new float[Math.toIntExact(up.bytes() / up.dtype().bytes())];
        down.read(a, 0);
        up.read(b, 0);
        return new AdaptedTensor(base, a, b, Math.toIntExact(down.shape().get(0)), alpha);
    }

    @Override
    public ElementType dtype() {
        return base.dtype();
    }

    @Override
    public List<Long> shape() {
        return base.shape();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        TensorContent.checkRange(this, offset, target);
        int rowBytes = row.capacity();
        for (long at = offset; target.hasRemaining(); ) {
            compute(at / rowBytes);
            int start = (int) (at % rowBytes);
            int length = Math.min(rowBytes - start, target.remaining());
            target.put(row.array(), start, length);
            at += length;
        }
    }

    private void compute(long number) throws IOException {
        if (number == current) {
            return;
        }
        base.read(number * row.capacity(), row.clear());
        FloatFormats.decode(base.dtype(), row.flip(), numbers, columns);
        float[] delta = new float[columns];
        for (int k = 0; k < rank; k++) {
            float factor = up[(int) number * rank + k];
            for (int column = 0; column < columns; column++) {
                delta[column] += factor * down[k * columns + column];
            }
        }
        for (int column = 0; column < columns; column++) {
            numbers[column] += delta[column] * scale;
        }
        FloatFormats.encode(base.dtype(), numbers, columns, row.clear());
        current = number;
    }
}
