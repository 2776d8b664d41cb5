package io.npushell.weights.convert;

import io.npushell.model.ElementType;
import io.npushell.weights.FloatFormats;
import io.npushell.weights.TensorContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A tensor of floating-point numbers in another type, rounded to nearest as torch rounds. Read in whole elements only. */
final class Retyped implements TensorContent {
    private final TensorContent original;
    private final ElementType dtype;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private float[] numbers = {};

    private Retyped(TensorContent original, ElementType dtype) {
        this.original = original;
        this.dtype = dtype;
    }

    /** The tensor itself where it is of that type, or of none that is rounded. */
    static TensorContent as(TensorContent original, ElementType dtype) {
        return original.dtype() == dtype || !FloatFormats.floating(original.dtype())
                ? original
                : new Retyped(original, dtype);
    }

    @Override
    public ElementType dtype() {
        return dtype;
    }

    @Override
    public List<Long> shape() {
        return original.shape();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        int width = dtype.bytes();
        if (offset % width != 0 || target.remaining() % width != 0) {
            throw new IllegalArgumentException("only whole elements of " + width + " bytes can be converted");
        }
        int count = target.remaining() / width;
        int sourceBytes = count * original.dtype().bytes();
        if (bytes.capacity() < sourceBytes) {
            bytes = ByteBuffer.allocateDirect(sourceBytes).order(ByteOrder.LITTLE_ENDIAN);
            numbers = new float[count];
        }
        if (numbers.length < count) {
            numbers = new float[count];
        }
        original.read(offset / width * original.dtype().bytes(), bytes.clear().limit(sourceBytes));
        bytes.flip();
        FloatFormats.decode(original.dtype(), bytes, numbers, count);
        FloatFormats.encode(dtype, numbers, count, target);
    }
}
