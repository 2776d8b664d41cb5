package io.npushell.weights;

import io.npushell.model.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A tensor as a strided view of a storage in a torch file; reads through a window of a megabyte, whatever the storage's size. */
final class StoredTensor implements TorchFile.Tensor {
    private static final int WINDOW = 1 << 20;

    private final FileChannel channel;
    private final ElementType dtype;
    private final long start;
    private final long end;
    private final List<Long> shape;
    private final List<Long> strides;

    /**
     * A view.
     *
     * @param start where the first element lies in the file, in bytes
     * @param end where the storage ends in the file
     */
    StoredTensor(FileChannel channel, ElementType dtype, long start, long end, List<Long> shape, List<Long> strides) {
        this.channel = channel;
        this.dtype = dtype;
        this.start = start;
        this.end = end;
        this.shape = shape;
        this.strides = strides;
    }

    @Override
    public ElementType dtype() {
        return dtype;
    }

    @Override
    public List<Long> shape() {
        return shape;
    }

    @Override
    public void read(float[] target, int offset) throws IOException {
        int count = Math.toIntExact(Shapes.count(shape));
        if (offset < 0 || count > target.length - offset) {
            throw new IndexOutOfBoundsException(
                    count + " elements do not fit into " + target.length + " from " + offset);
        }
        if (count == 0) {
            return;
        }
        if (Shapes.contiguous(shape, strides)) {
            readRun(target, offset, count);
        } else {
            readStrided(target, offset);
        }
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        TensorContent.checkRange(this, offset, target);
        if (Shapes.contiguous(shape, strides)) {
            ChannelBytes.read(channel, start + offset, target);
        } else {
            readElements(offset, target);
        }
    }

    /** One element after the other: no checkpoint that torch or Megatron saves of its own accord comes here. */
    private void readElements(long offset, ByteBuffer target) throws IOException {
        int width = dtype.bytes();
        byte[] element = new byte[width];
        for (long at = offset; target.hasRemaining(); ) {
            int within = (int) (at % width);
            ChannelBytes.read(channel, start + source(at / width) * width, ByteBuffer.wrap(element));
            int length = Math.min(width - within, target.remaining());
            target.put(element, within, length);
            at += length;
        }
    }

    /** Where an element counted row-major lies in the storage. */
    private long source(long element) {
        long left = element;
        long source = 0;
        for (int dimension = shape.size() - 1; dimension >= 0; dimension--) {
            source += left % shape.get(dimension) * strides.get(dimension);
            left /= shape.get(dimension);
        }
        return source;
    }

    private void readRun(float[] target, int offset, int count) throws IOException {
        int perWindow = WINDOW / dtype.bytes();
        ByteBuffer window = ByteBuffer.allocateDirect(Math.min(perWindow, count) * dtype.bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; ) {
            int length = Math.min(perWindow, count - done);
            fill(window.clear().limit(length * dtype.bytes()), start + (long) done * dtype.bytes());
            Floats.decode(dtype, window, target, offset + done, length);
            done += length;
        }
    }

    /** Walks the storage forward, the largest stride outermost, and scatters: reading stays sequential also for a transposed view. */
    private void readStrided(float[] target, int offset) throws IOException {
        List<Integer> order = new ArrayList<>();
        for (int dimension = 0; dimension < shape.size(); dimension++) {
            order.add(dimension);
        }
        order.sort(Comparator.comparing((Integer dimension) -> strides.get(dimension))
                .reversed());
        List<Long> targetStrides = Shapes.contiguousStrides(shape);
        long[] index = new long[order.size()];
        ByteBuffer window =
                ByteBuffer.allocateDirect(WINDOW).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        float[] one = new float[1];
        long windowStart = start;
        long source = 0;
        long place = 0;
        while (true) {
            long position = start + source * dtype.bytes();
            if (position < windowStart || position + dtype.bytes() > windowStart + window.limit()) {
                windowStart = position;
                fill(window.clear().limit((int) Math.min(WINDOW, end - position)), position);
            }
            window.position((int) (position - windowStart));
            Floats.decode(dtype, window, one, 0, 1);
            target[offset + (int) place] = one[0];
            int depth = order.size() - 1;
            for (; depth >= 0; depth--) {
                int dimension = order.get(depth);
                source += strides.get(dimension);
                place += targetStrides.get(dimension);
                if (++index[depth] < shape.get(dimension)) {
                    break;
                }
                source -= strides.get(dimension) * index[depth];
                place -= targetStrides.get(dimension) * index[depth];
                index[depth] = 0;
            }
            if (depth < 0) {
                return;
            }
        }
    }

    private void fill(ByteBuffer window, long position) throws IOException {
        ChannelBytes.read(channel, position, window);
        window.flip();
    }
}
