package io.npushell.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One entry of a zip as its directory describes it.
 *
 * @param start where its local header begins
 */
record ZipEntryFacts(String name, long crc, long size, long start) {
    /** From here on a 32-bit field holds all ones and the value stands in the zip64 extra field. */
    static final long LIMIT = 0xffff_ffffL;

    private static final int ENTRY_LIMIT = 0xffff;

    ByteBuffer directoryRecord() {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean bigSize = size >= LIMIT;
        boolean bigStart = start >= LIMIT;
        int values = (bigSize ? 16 : 0) + (bigStart ? 8 : 0);
        int extra = values == 0 ? 0 : values + 4;
        int size32 = bigSize ? -1 : (int) size;
        ByteBuffer header = ZipWriter.littleEndian(46 + bytes.length + extra);
        short version = (short) (extra > 0 ? 45 : 20);
        header.putInt(0x02014b50).putShort(version).putShort(version).putShort((short) 0x800);
        header.putShort((short) 0)
                .putInt(0x0021_0000)
                .putInt((int) crc)
                .putInt(size32)
                .putInt(size32);
        header.putShort((short) bytes.length).putShort((short) extra).putShort((short) 0);
        header.putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(bigStart ? -1 : (int) start)
                .put(bytes);
        if (extra > 0) {
            header.putShort((short) 1).putShort((short) values);
        }
        if (bigSize) {
            header.putLong(size).putLong(size);
        }
        if (bigStart) {
            header.putLong(start);
        }
        return header.flip();
    }

    /** The end record; the zip64 one before it where a number does not fit. */
    static ByteBuffer endOfDirectory(int entries, long size, long start) {
        boolean big = entries >= ENTRY_LIMIT || size >= LIMIT || start >= LIMIT;
        ByteBuffer end = ZipWriter.littleEndian(22 + (big ? 76 : 0));
        if (big) {
            end.putInt(0x06064b50)
                    .putLong(44)
                    .putShort((short) 45)
                    .putShort((short) 45)
                    .putInt(0)
                    .putInt(0);
            end.putLong(entries).putLong(entries).putLong(size).putLong(start);
            end.putInt(0x07064b50).putInt(0).putLong(start + size).putInt(1);
        }
        short count = (short) Math.min(entries, ENTRY_LIMIT);
        end.putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(count)
                .putShort(count);
        end.putInt((int) Math.min(size, LIMIT))
                .putInt((int) Math.min(start, LIMIT))
                .putShort((short) 0);
        return end.flip();
    }
}
