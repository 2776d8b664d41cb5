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

/** Writes a zip of stored entries, data aligned to 64 bytes as torch maps it; zip64 where sizes or offsets need it, no time stamps. */
final class ZipWriter {
    private static final int ALIGNMENT = 64;
    private static final int DOS_DATE_OF_1980 = 0x0021_0000;

    private final FileChannel channel;
    private final List<ZipEntryFacts> entries = new ArrayList<>();
    private long position;

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
        long start = position;
        write(localHeader(name, size, start));
        CheckedChannel out = new CheckedChannel();
        content.writeTo(out);
        if (out.count != size) {
            throw new IOException("entry '" + name + "' has " + out.count + " bytes instead of " + size);
        }
        ByteBuffer crc = littleEndian(4).putInt((int) out.crc.getValue()).flip();
        while (crc.hasRemaining()) {
            channel.write(crc, start + 14 + crc.position());
        }
        entries.add(new ZipEntryFacts(name, out.crc.getValue(), size, start));
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
        private final CRC32 crc = new CRC32();
        private long count;

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
