package io.npushell.weights;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read forward; a length is believed only where so many bytes are left. */
final class PickleInput {
    private static final int MAX_LINE = 1024;
    private static final int MAX_INTEGER = 256;

    private final ByteBuffer bytes;

    PickleInput(byte[] pickle) {
        this.bytes = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    int unsignedByte() throws BrokenFileException {
        return need(1).get() & 0xff;
    }

    int unsignedShort() throws BrokenFileException {
        return need(2).getShort() & 0xffff;
    }

    int signedInt() throws BrokenFileException {
        return need(4).getInt();
    }

    long unsignedInt() throws BrokenFileException {
        return need(4).getInt() & 0xffff_ffffL;
    }

    long signedLong() throws BrokenFileException {
        return need(8).getLong();
    }

    double bigEndianDouble() throws BrokenFileException {
        return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
    }

    byte[] bytes(long length) throws BrokenFileException {
        byte[] content = new byte[checked(length)];
        bytes.get(content);
        return content;
    }

    String text(long length) throws BrokenFileException {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    /** A little-endian two's complement number: Long where it fits, BigInteger otherwise. */
    Number integer(long length) throws BrokenFileException {
        if (length < 0 || length > MAX_INTEGER) {
            throw new BrokenFileException("holds a number of " + length + " bytes");
        }
        byte[] content = bytes(length);
        byte[] bigEndian = new byte[content.length + 1];
        for (int i = 0; i < content.length; i++) {
            bigEndian[content.length - i] = content[i];
        }
        if (content.length > 0 && content[content.length - 1] < 0) {
            bigEndian[0] = -1;
        }
        BigInteger number = new BigInteger(bigEndian);
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }

    String line() throws BrokenFileException {
        int start = bytes.position();
        for (int at = start; at < bytes.limit() && at - start < MAX_LINE; at++) {
            if (bytes.get(at) == '\n') {
                String line = text(at - start);
                bytes.position(at + 1);
                return line;
            }
        }
        throw new BrokenFileException("has a damaged pickle");
    }

    private int checked(long length) throws BrokenFileException {
        need(length);
        return (int) length;
    }

    private ByteBuffer need(long length) throws BrokenFileException {
        if (length < 0 || length > bytes.remaining()) {
            throw new BrokenFileException("has a pickle that ends too early");
        }
        return bytes;
    }
}
