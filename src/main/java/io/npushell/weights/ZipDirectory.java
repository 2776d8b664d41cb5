package io.npushell.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The directory of a zip of stored entries, zip64 too; every length is checked against the file's before it is believed. */
final class ZipDirectory {
    private static final int MAX_DIRECTORY = 16 << 20;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xffff;

    private ZipDirectory() {}

    /** Entries by name; reading {@link #dataStart} of one needs its local header. */
    static Map<String, ZipEntryFacts> read(FileChannel channel) throws IOException {
        long fileSize = channel.size();
        ByteBuffer end = endRecord(channel, fileSize);
        long entries = end.getShort(10) & 0xffff;
        long size = end.getInt(12) & ZipEntryFacts.LIMIT;
        long start = end.getInt(16) & ZipEntryFacts.LIMIT;
        long endPosition = fileSize - end.limit();
        if (entries == 0xffff || size == ZipEntryFacts.LIMIT || start == ZipEntryFacts.LIMIT) {
            ByteBuffer big = zip64Record(channel, endPosition);
            entries = big.getLong(32);
            size = big.getLong(40);
            start = big.getLong(48);
        }
        if (size < 0 || start < 0 || start > endPosition || size > endPosition - start || entries < 0) {
            throw new BrokenFileException("has a zip directory that points outside the file");
        }
        if (size > MAX_DIRECTORY) {
            throw new BrokenFileException("has a zip directory of " + size + " bytes, too large for a torch file");
        }
        return entries(readFully(channel, start, (int) size), entries, start);
    }

    /** Where the bytes of an entry begin. */
    static long dataStart(FileChannel channel, ZipEntryFacts entry) throws IOException {
        ByteBuffer header = readFully(channel, entry.start(), 30);
        long start = entry.start() + 30 + (header.getShort(26) & 0xffff) + (header.getShort(28) & 0xffff);
        if (header.getInt(0) != 0x04034b50 || entry.size() > channel.size() - start) {
            throw new BrokenFileException("is damaged at entry '" + entry.name() + "'");
        }
        return start;
    }

    static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        if (position < 0 || length > channel.size() - position) {
            throw new BrokenFileException("is truncated");
        }
        ByteBuffer buffer = ZipWriter.littleEndian(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new BrokenFileException("is truncated");
            }
        }
        return buffer.flip();
    }

    private static ByteBuffer endRecord(FileChannel channel, long fileSize) throws IOException {
        int length = (int) Math.min(fileSize, END_LENGTH + MAX_COMMENT);
        ByteBuffer tail = readFully(channel, fileSize - length, length);
        for (int at = length - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == 0x06054b50 && (tail.getShort(at + 20) & 0xffff) == length - at - END_LENGTH) {
                return tail.slice(at, length - at).order(tail.order());
            }
        }
        throw new BrokenFileException("is truncated or no torch file: it has no zip directory at its end");
    }

    private static ByteBuffer zip64Record(FileChannel channel, long endPosition) throws IOException {
        ByteBuffer locator = readFully(channel, endPosition - 20, 20);
        if (locator.getInt(0) != 0x07064b50) {
            throw new BrokenFileException("lacks the zip64 record that its directory refers to");
        }
        ByteBuffer record = readFully(channel, locator.getLong(8), 56);
        if (record.getInt(0) != 0x06064b50) {
            throw new BrokenFileException("lacks the zip64 record that its directory refers to");
        }
        return record;
    }

    private static Map<String, ZipEntryFacts> entries(ByteBuffer directory, long count, long limit) throws IOException {
        Map<String, ZipEntryFacts> entries = new HashMap<>();
        for (long i = 0; i < count; i++) {
            if (directory.remaining() < 46 || directory.getInt(directory.position()) != 0x02014b50) {
                throw new BrokenFileException("has a damaged zip directory");
            }
            ZipEntryFacts entry = entry(directory);
            if (entry.size() < 0
                    || entry.start() < 0
                    || entry.start() >= limit
                    || entry.size() > limit - entry.start()) {
                throw new BrokenFileException("is damaged: entry '" + entry.name() + "' lies outside the file");
            }
            entries.putIfAbsent(entry.name(), entry);
        }
        return entries;
    }

    private static ZipEntryFacts entry(ByteBuffer directory) throws IOException {
        int at = directory.position();
        int flags = directory.getShort(at + 8);
        int method = directory.getShort(at + 10);
        long crc = directory.getInt(at + 16) & ZipEntryFacts.LIMIT;
        long packed = directory.getInt(at + 20) & ZipEntryFacts.LIMIT;
        long size = directory.getInt(at + 24) & ZipEntryFacts.LIMIT;
        int nameLength = directory.getShort(at + 28) & 0xffff;
        int extraLength = directory.getShort(at + 30) & 0xffff;
        int commentLength = directory.getShort(at + 32) & 0xffff;
        long start = directory.getInt(at + 42) & ZipEntryFacts.LIMIT;
        int extra = at + 46 + nameLength;
        if (extra + extraLength + commentLength > directory.limit()) {
            throw new BrokenFileException("has a damaged zip directory");
        }
        byte[] name = new byte[nameLength];
        directory.get(at + 46, name);
        directory.position(extra + extraLength + commentLength);
        String text = new String(name, StandardCharsets.UTF_8);
        if (method != 0 || (flags & 1) != 0) {
            throw new BrokenFileException(
                    "has the compressed or encrypted entry '" + text + "', which no torch file has");
        }
        for (int field = extra; field + 4 <= extra + extraLength; ) {
            int length = directory.getShort(field + 2) & 0xffff;
            int fieldEnd = Math.min(field + 4 + length, extra + extraLength);
            if (directory.getShort(field) == 1) {
                int value = field + 4;
                if (size == ZipEntryFacts.LIMIT && value + 8 <= fieldEnd) {
                    size = directory.getLong(value);
                    value += 8;
                }
                if (packed == ZipEntryFacts.LIMIT) {
                    value += 8;
                }
                if (start == ZipEntryFacts.LIMIT && value + 8 <= fieldEnd) {
                    start = directory.getLong(value);
                }
            }
            field += 4 + length;
        }
        return new ZipEntryFacts(text, crc, size, start);
    }
}
