package io.npushell.weights;

import io.npushell.model.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** A float32 tensor in memory: {@code count(shape)} values of an array from an offset. */
public final class FloatTensor implements TensorSource {
    private static final int CHUNK = 1 << 16;

    private final float[] values;
    private final int offset;
    private final List<Long> shape;

    /** Keeps the array, does not copy it. */
    public FloatTensor(float[] values, int offset, List<Long> shape) {
        this.values = values;
        this.offset = offset;
        this.shape = List.copyOf(shape);
    }

    @Override
    public ElementType dtype() {
        return ElementType.FLOAT32;
    }

    @Override
    public List<Long> shape() {
        return shape;
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        int count = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(CHUNK, Math.max(count, 1)) * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int start = 0; start < count; start += CHUNK) {
            int length = Math.min(CHUNK, count - start);
            buffer.clear();
            buffer.asFloatBuffer().put(values, offset + start, length);
            buffer.limit(length * Float.BYTES);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }
}
