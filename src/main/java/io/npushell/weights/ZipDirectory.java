package io.npushell.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The directory of a zip, zip64 too; every length is checked against the file's before it is believed. */
public final class ZipDirectory {
    private static final int MAX_DIRECTORY = 16 << 20;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int UNIX = 3;
    private static final int DARWIN = 19;

    private ZipDirectory() {}

    /**
     * One entry as it stands there, good or bad.
     *
     * @param packed bytes it takes in the file
     * @param size of its content, as it says
     * @param mode of Unix with the kind of file in it, 0 where it was made elsewhere
     */
    public record Member(String name, boolean stored, boolean encrypted, long packed, long size, int mode) {}

    /** Every entry in order, twice where one is twice. */
    public static List<Member> members(FileChannel channel) throws IOException {
        List<Member> members = new ArrayList<>();
        each(channel, (entry, member) -> members.add(member));
        return members;
    }

    /** Stored entries by name; reading {@link #dataStart} of one needs its local header. */
    static Map<String, ZipEntryFacts> read(FileChannel channel) throws IOException {
        Map<String, ZipEntryFacts> entries = new HashMap<>();
        each(channel, (entry, member) -> {
            if (!member.stored() || member.encrypted()) {
                throw new BrokenFileException(
                        "has the compressed or encrypted entry '" + entry.name() + "', which no torch file has");
            }
            if (member.packed() != entry.size()) {
                throw new BrokenFileException("is damaged: entry '" + entry.name() + "' says that it holds "
                        + entry.size() + " bytes and takes " + member.packed());
            }
            if (entries.putIfAbsent(entry.name(), entry) != null) {
                throw new BrokenFileException("has the entry '" + entry.name() + "' twice");
            }
        });
        return entries;
    }

    private interface Visitor {
        void visit(ZipEntryFacts entry, Member member) throws IOException;
    }

    private static void each(FileChannel channel, Visitor visitor) throws IOException {
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
        entries(readFully(channel, start, (int) size), entries, start, visitor);
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

    private static void entries(ByteBuffer directory, long count, long limit, Visitor visitor) throws IOException {
        for (long i = 0; i < count; i++) {
            if (directory.remaining() < 46 || directory.getInt(directory.position()) != 0x02014b50) {
                throw new BrokenFileException("has a damaged zip directory");
            }
            entry(directory, limit, visitor);
        }
    }

    private static void entry(ByteBuffer directory, long limit, Visitor visitor) throws IOException {
        int at = directory.position();
        int system = directory.getShort(at + 4) >> 8 & 0xff;
        int flags = directory.getShort(at + 8);
        int method = directory.getShort(at + 10);
        long crc = directory.getInt(at + 16) & ZipEntryFacts.LIMIT;
        long packed = directory.getInt(at + 20) & ZipEntryFacts.LIMIT;
        long size = directory.getInt(at + 24) & ZipEntryFacts.LIMIT;
        int nameLength = directory.getShort(at + 28) & 0xffff;
        int extraLength = directory.getShort(at + 30) & 0xffff;
        int commentLength = directory.getShort(at + 32) & 0xffff;
        int mode = system == UNIX || system == DARWIN ? directory.getShort(at + 40) & 0xffff : 0;
        long start = directory.getInt(at + 42) & ZipEntryFacts.LIMIT;
        int extra = at + 46 + nameLength;
        if (extra + extraLength + commentLength > directory.limit()) {
            throw new BrokenFileException("has a damaged zip directory");
        }
        byte[] name = new byte[nameLength];
        directory.get(at + 46, name);
        directory.position(extra + extraLength + commentLength);
        String text = new String(name, StandardCharsets.UTF_8);
        for (int field = extra; field + 4 <= extra + extraLength; ) {
            int length = directory.getShort(field + 2) & 0xffff;
            int fieldEnd = Math.min(field + 4 + length, extra + extraLength);
            if (directory.getShort(field) == 1) {
                int value = field + 4;
                if (size == ZipEntryFacts.LIMIT && value + 8 <= fieldEnd) {
                    size = directory.getLong(value);
                    value += 8;
                }
                if (packed == ZipEntryFacts.LIMIT && value + 8 <= fieldEnd) {
                    packed = directory.getLong(value);
                    value += 8;
                }
                if (start == ZipEntryFacts.LIMIT && value + 8 <= fieldEnd) {
                    start = directory.getLong(value);
                }
            }
            field += 4 + length;
        }
        if (size < 0 || packed < 0 || start < 0 || start >= limit || packed > limit - start) {
            throw new BrokenFileException("is damaged: entry '" + text + "' lies outside the file");
        }
        visitor.visit(
                new ZipEntryFacts(text, crc, size, start),
                new Member(text, method == 0, (flags & 1) != 0, packed, size, mode));
    }
}
