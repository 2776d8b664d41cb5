package io.npushell.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads at a position of a file until a buffer is full, or says that the file is truncated. */
final class ChannelBytes {
    private ChannelBytes() {}

    static void read(FileChannel channel, long position, ByteBuffer target) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw new BrokenFileException("is truncated");
            }
            at += count;
        }
    }
}
