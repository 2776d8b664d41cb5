package io.npushell.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of any size in memory; one mapping ends at 2 GiB, so it is mapped in pieces. */
final class MappedFile {
    static final long PIECE = 1L << 30;

    /** Each piece reaches this far into the next, so that a number is never cut. */
    private static final int OVERLAP = 8;

    private final ByteBuffer[] pieces;
    private final long pieceBytes;

    MappedFile(Path file, long pieceBytes) throws IOException {
        this.pieceBytes = pieceBytes;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            pieces = new ByteBuffer[Math.toIntExact((size + pieceBytes - 1) / pieceBytes)];
            for (int i = 0; i < pieces.length; i++) {
                long start = i * pieceBytes;
                long length = Math.min(size - start, pieceBytes + OVERLAP);
                pieces[i] = channel.map(FileChannel.MapMode.READ_ONLY, start, length)
                        .order(ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    int intAt(long position) {
        return pieces[(int) (position / pieceBytes)].getInt((int) (position % pieceBytes));
    }

    long longAt(long position) {
        return pieces[(int) (position / pieceBytes)].getLong((int) (position % pieceBytes));
    }

    private int unsignedShortAt(long position) {
        return Short.toUnsignedInt(pieces[(int) (position / pieceBytes)].getShort((int) (position % pieceBytes)));
    }

    void copyShorts(long position, int[] target, int targetOffset, int count) {
        for (int i = 0; i < count; i++) {
            target[targetOffset + i] = unsignedShortAt(position + 2L * i);
        }
    }

    void copyInts(long position, int[] target, int targetOffset, int count) {
        int done = 0;
        while (done < count) {
            long at = position + 4L * done;
            ByteBuffer piece = pieces[(int) (at / pieceBytes)];
            IntBuffer ints = piece.duplicate()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position((int) (at % pieceBytes))
                    .asIntBuffer();
            int part = Math.min(count - done, ints.remaining());
            ints.get(target, targetOffset + done, part);
            done += part;
        }
    }
}
