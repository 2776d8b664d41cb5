package io.npushell.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Writes a zip of stored entries, data aligned to 64 bytes as torch maps it; zip64 where sizes or offsets need it, no time stamps. */
final class ZipWriter {
    private static final int ALIGNMENT = 64;
    private static final int DOS_DATE_OF_1980 = 0x0021_0000;

    private final FileChannel channel;
    private final List<ZipEntryFacts> entries = new ArrayList<>();
    private long position;
    private @Nullable CheckedChannel current;

    ZipWriter(FileChannel channel) {
        this.channel = channel;
    }

    /** Writes an entry's bytes to the channel it is given, exactly as many as announced. */
    interface Content {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    void add(String name, byte[] content) throws IOException {
        add(name, content.length, out -> out.write(ByteBuffer.wrap(content)));
    }

    void add(String name, long size, Content content) throws IOException {
        content.writeTo(begin(name, size));
        end();
    }

    /** Begins an entry; {@link #end} must follow when exactly as many bytes as announced have been written to the channel. */
    WritableByteChannel begin(String name, long size) throws IOException {
        long start = position;
        write(localHeader(name, size, start));
        CheckedChannel entry = new CheckedChannel(name, size, start);
        current = entry;
        return entry;
    }

    void end() throws IOException {
        CheckedChannel entry = current;
        if (entry == null) {
            throw new IllegalStateException("no entry has begun");
        }
        current = null;
        if (entry.count != entry.size) {
            throw new IOException("entry '" + entry.name + "' has " + entry.count + " bytes instead of " + entry.size);
        }
        ByteBuffer crc = littleEndian(4).putInt((int) entry.crc.getValue()).flip();
        while (crc.hasRemaining()) {
            channel.write(crc, entry.start + 14 + crc.position());
        }
        entries.add(new ZipEntryFacts(entry.name, entry.crc.getValue(), entry.size, entry.start));
    }

    /** Writes the directory; the file is complete then, but not forced. */
    void finish() throws IOException {
        long start = position;
        for (ZipEntryFacts entry : entries) {
            write(entry.directoryRecord());
        }
        write(ZipEntryFacts.endOfDirectory(entries.size(), position - start, start));
    }

    static ByteBuffer localHeader(String name, long size, long start) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean big = size >= ZipEntryFacts.LIMIT;
        int extra = big ? 20 : 0;
        long unpadded = start + 30 + bytes.length + extra + 4;
        int padding = (int) ((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT);
        int size32 = big ? -1 : (int) size;
        ByteBuffer header = littleEndian(30 + bytes.length + extra + 4 + padding);
        header.putInt(0x04034b50).putShort((short) (big ? 45 : 20)).putShort((short) 0x800);
        header.putShort((short) 0)
                .putInt(DOS_DATE_OF_1980)
                .putInt(0)
                .putInt(size32)
                .putInt(size32);
        header.putShort((short) bytes.length)
                .putShort((short) (extra + 4 + padding))
                .put(bytes);
        if (big) {
            header.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
        }
        header.putShort((short) 0x4246)
                .putShort((short) padding)
                .put("Z".repeat(padding).getBytes(StandardCharsets.UTF_8));
        return header.flip();
    }

    static ByteBuffer littleEndian(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            position += channel.write(buffer);
        }
    }

    private final class CheckedChannel implements WritableByteChannel {
        private final String name;
        private final long size;
        private final long start;
        private final CRC32 crc = new CRC32();
        private long count;

        CheckedChannel(String name, long size, long start) {
            this.name = name;
            this.size = size;
            this.start = start;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int length = source.remaining();
            crc.update(source.duplicate());
            ZipWriter.this.write(source);
            count += length;
            return length;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {}
    }
}
