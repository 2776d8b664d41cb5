package io.npushell.weights;

import io.npushell.model.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** A tensor that lies in one piece in a file. */
record FileTensor(FileChannel channel, long start, ElementType dtype, List<Long> shape) implements TensorContent {
    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        TensorContent.checkRange(this, offset, target);
        ChannelBytes.read(channel, start + offset, target);
    }
}
