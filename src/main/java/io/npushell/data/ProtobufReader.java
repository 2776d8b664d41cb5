package io.npushell.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one protobuf message, in the order they are written.
 *
 * <p>After {@link #next} the field must be read or skipped. Broken input ends in a {@link Malformed}, never beyond the message.
 */
final class ProtobufReader {
    /** What is wrong and at which byte. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String what, int position) {
            super(what + " at byte " + position);
        }
    }

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteBuffer bytes;
    private int wireType;

    ProtobufReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    private ProtobufReader(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Number of the next field, or 0 at the end of the message. */
    int next() {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        long key = varint();
        wireType = (int) (key & 7);
        long field = key >>> 3;
        if (field < 1 || field > Integer.MAX_VALUE) {
            throw malformed("field number " + field);
        }
        return (int) field;
    }

    long readNumber() {
        require(VARINT);
        return varint();
    }

    boolean readFlag() {
        return readNumber() != 0;
    }

    float readFloat() {
        require(FOUR_BYTES);
        return Float.intBitsToFloat(take(4).getInt());
    }

    byte[] readBytes() {
        ByteBuffer part = readPart();
        byte[] result = new byte[part.remaining()];
        part.get(result);
        return result;
    }

    String readString() {
        return new String(readBytes(), StandardCharsets.UTF_8);
    }

    ProtobufReader readMessage() {
        return new ProtobufReader(readPart());
    }

    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case EIGHT_BYTES -> take(8);
            case LENGTH -> readPart();
            case FOUR_BYTES -> take(4);
            default -> throw malformed("wire type " + wireType);
        }
    }

    private ByteBuffer readPart() {
        require(LENGTH);
        return take(varint());
    }

    private ByteBuffer take(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw malformed("a field of " + count + " bytes where " + bytes.remaining() + " are left");
        }
        ByteBuffer part = bytes.slice(bytes.position(), (int) count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + (int) count);
        return part;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!bytes.hasRemaining()) {
                throw malformed("a number that is cut off");
            }
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number longer than ten bytes");
    }

    private void require(int expected) {
        if (wireType != expected) {
            throw malformed("wire type " + wireType + " instead of " + expected);
        }
    }

    private Malformed malformed(String what) {
        return new Malformed(what, bytes.arrayOffset() + bytes.position());
    }
}
