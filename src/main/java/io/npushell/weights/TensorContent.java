package io.npushell.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A tensor whose bytes can be read from any place on, so that not even one tensor must fit into memory. */
public interface TensorContent extends TensorSource {

    /** Fills the buffer with the bytes from an offset on, of all elements row-major, little endian. */
    void read(long offset, ByteBuffer target) throws IOException;

    /** Size of all elements in bytes. */
    default long bytes() {
        return Math.multiplyExact(Shapes.count(shape()), dtype().bytes());
    }

    @Override
    default void writeTo(WritableByteChannel channel) throws IOException {
        long size = bytes();
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(1 << 20, Math.max(1, size)));
        for (long at = 0; at < size; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), size - at));
            read(at, buffer);
            buffer.flip();
            at += buffer.remaining();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /** Refuses to read beyond a tensor: what lies there in its file is another's. */
    static void checkRange(TensorContent tensor, long offset, ByteBuffer target) {
        if (offset < 0 || target.remaining() > tensor.bytes() - offset) {
            throw new IndexOutOfBoundsException(
                    target.remaining() + " bytes from " + offset + " of a tensor of " + tensor.bytes());
        }
    }
}
