package io.npushell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * What an .idx file says, once all of it has been checked: 34 bytes of header, int32 lengths, int64 positions, int64 document starts.
 *
 * @param documents documents, empty ones included; the file holds one number more
 * @param lengthsChecksum equal for files whose sequences have the same lengths
 */
record IndexSummary(TokenType type, long sequences, long documents, long tokens, long lengthsChecksum) {
    static final byte[] MAGIC = "MMIDIDX\0\0".getBytes(StandardCharsets.ISO_8859_1);
    static final int HEADER_BYTES = 34;

    /** Reads through the file in constant memory; throws OperatorException for the first thing that is wrong. */
    static IndexSummary read(Path index) throws IOException {
        try (LittleEndianReader in = new LittleEndianReader(index)) {
            return read(in, index);
        }
    }

    private static IndexSummary read(LittleEndianReader in, Path index) throws IOException {
        long size = in.size();
        if (size < HEADER_BYTES) {
            throw broken(index + " has " + size + " bytes, less than the " + HEADER_BYTES + " of its header");
        }
        for (byte expected : MAGIC) {
            if (in.readByte() != expected) {
                throw broken(index + " does not begin with \"MMIDIDX\", so it is no index of a dataset");
            }
        }
        long version = in.readLong();
        if (version != 1) {
            throw broken(index + " has version " + version + " instead of 1");
        }
        TokenType type = TokenType.ofCode(Byte.toUnsignedInt(in.readByte()), index);
        long sequences = in.readLong();
        long starts = in.readLong();
        requireSize(index, size, sequences, starts);

        CRC32C checksum = new CRC32C();
        long tokens = lengths(in, index, sequences, checksum);
        positions(in, index, sequences, tokens * type.bytes);
        documentStarts(in, index, sequences, starts);
        return new IndexSummary(type, sequences, starts - 1, tokens, checksum.getValue());
    }

    private static void requireSize(Path index, long size, long sequences, long starts) {
        long most = (size - HEADER_BYTES) / 4;
        boolean possible = sequences >= 0 && starts >= 1 && sequences <= most && starts <= most;
        long expected = possible ? HEADER_BYTES + 12 * sequences + 8 * starts : -1;
        if (size != expected) {
            throw broken(index + " has " + size + " bytes, which does not fit its " + sequences + " sequences and "
                    + starts + " document starts" + (possible ? " (" + expected + " bytes)" : ""));
        }
    }

    private static long lengths(LittleEndianReader in, Path index, long sequences, CRC32C checksum) throws IOException {
        long tokens = 0;
        for (long i = 0; i < sequences; i++) {
            int length = in.readInt();
            if (length < 0) {
                throw broken(index + " gives sequence " + i + " the length " + length);
            }
            checksum.update(length);
            checksum.update(length >> 8);
            checksum.update(length >> 16);
            checksum.update(length >> 24);
            tokens += length;
        }
        return tokens;
    }

    /** Positions grow from 0 and stay within the tokens; each is compared with its length when a dataset is opened. */
    private static void positions(LittleEndianReader in, Path index, long sequences, long bytes) throws IOException {
        long last = 0;
        for (long i = 0; i < sequences; i++) {
            long position = in.readLong();
            if (position < last || position > bytes || (i == 0 && position != 0)) {
                throw broken(index + " puts sequence " + i + " at byte " + position + " of " + bytes);
            }
            last = position;
        }
    }

    private static void documentStarts(LittleEndianReader in, Path index, long sequences, long starts)
            throws IOException {
        long last = 0;
        for (long i = 0; i < starts; i++) {
            long start = in.readLong();
            if (start < last || (i == 0 && start != 0)) {
                throw broken(index + " starts document " + i + " at sequence " + start + " after sequence " + last);
            }
            last = start;
        }
        if (last != sequences) {
            throw broken(index + " ends its last document at sequence " + last + " of " + sequences);
        }
    }

    static OperatorException broken(String what) {
        return new OperatorException(ExitCode.FAILED, what, "prepare the data again");
    }
}
