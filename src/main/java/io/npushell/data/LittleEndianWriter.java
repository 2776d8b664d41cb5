package io.npushell.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Numbers into a new binary file; an older file of that name is emptied first. */
final class LittleEndianWriter implements AutoCloseable {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    LittleEndianWriter(Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    void writeBytes(byte[] bytes) throws IOException {
        for (byte value : bytes) {
            room(1);
            buffer.put(value);
        }
    }

    void writeInt(int value) throws IOException {
        room(4);
        buffer.putInt(value);
    }

    void writeLong(long value) throws IOException {
        room(8);
        buffer.putLong(value);
    }

    /** Copies a whole file to the end of this one. */
    void append(Path file) throws IOException {
        flush();
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = source.size();
            long done = 0;
            while (done < size) {
                done += source.transferTo(done, size - done, channel);
            }
        }
    }

    void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Everything written is on the disk when this returns. */
    void force() throws IOException {
        flush();
        channel.force(true);
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    /** Closes without flushing: what was not forced is not wanted. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
