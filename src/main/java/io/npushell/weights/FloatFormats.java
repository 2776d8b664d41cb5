package io.npushell.weights;

import io.npushell.model.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Floating-point element types read as float32 and written again, to nearest, ties to even, beyond the range to infinity: as torch does. */
public final class FloatFormats {
    private FloatFormats() {}

    public static boolean floating(ElementType dtype) {
        return switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16, FLOAT64 -> true;
            default -> false;
        };
    }

    /** Reads from the buffer's position on; the buffer is little endian. */
    public static void decode(ElementType dtype, ByteBuffer source, float[] target, int count) {
        Floats.decode(dtype, source, target, 0, count);
    }

    /** Writes from the buffer's position on and moves it behind; whatever the buffer's own order, the bytes are little endian. */
    public static void encode(ElementType dtype, float[] source, int count, ByteBuffer target) {
        ByteOrder order = target.order();
        target.order(ByteOrder.LITTLE_ENDIAN);
        int at = target.position();
        for (int i = 0; i < count; i++, at += dtype.bytes()) {
            switch (dtype) {
                case FLOAT32 -> target.putFloat(at, source[i]);
                case FLOAT16 -> target.putShort(at, half(source[i]));
                case BFLOAT16 -> target.putShort(at, brain(source[i]));
                case FLOAT64 -> target.putDouble(at, source[i]);
                default -> throw new IllegalArgumentException(dtype + " is no floating-point type");
            }
        }
        target.position(at).order(order);
    }

    static short brain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** IEEE half precision; Java has Float.floatToFloat16 from 20 on. */
    static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fff_ffff;
        if (magnitude > 0x7f80_0000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477f_f000) { // from here on it rounds beyond the largest, 65504
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x3880_0000) { // subnormal: in steps of 2^-24
            return (short) (sign | (int) Math.rint(Math.abs((double) value) * 0x1p24));
        }
        int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
        return (short) (sign | ((rounded - 0x3800_0000) >>> 13));
    }
}
