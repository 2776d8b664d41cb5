package io.npushell.weights;

import io.npushell.model.ElementType;
import java.nio.ByteBuffer;

/** Element types as float32; wider ones are rounded. */
final class Floats {
    private Floats() {}

    /** Reads from the buffer's position on, little endian. */
    static void decode(ElementType dtype, ByteBuffer source, float[] target, int offset, int count) {
        int start = source.position();
        switch (dtype) {
            case FLOAT32 -> source.asFloatBuffer().get(target, offset, count);
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = half(source.getShort(start + 2 * i));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = Float.intBitsToFloat(source.getShort(start + 2 * i) << 16);
                }
            }
            case FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = (float) source.getDouble(start + 8 * i);
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = source.getLong(start + 8 * i);
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = source.getInt(start + 4 * i);
                }
            }
            case UINT8, BOOL -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = source.get(start + i) & 0xff;
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = rare(dtype, source, start + dtype.bytes() * i);
                }
            }
        }
    }

    private static float rare(ElementType dtype, ByteBuffer source, int at) {
        return switch (dtype) {
            case INT16 -> source.getShort(at);
            case INT8 -> source.get(at);
            case UINT16 -> source.getShort(at) & 0xffff;
            case UINT32 -> source.getInt(at) & 0xffff_ffffL;
            case UINT64 -> {
                long bits = source.getLong(at);
                yield bits >= 0 ? bits : 2f * (bits >>> 1);
            }
            case FLOAT8_E4M3 -> eighth(source.get(at));
            case FLOAT8_E5M2 -> half((short) (source.get(at) << 8));
            default -> throw new IllegalArgumentException(dtype + " is not rare");
        };
    }

    /** Four bits of exponent, three of mantissa, no infinity. */
    private static float eighth(byte bits) {
        int exponent = bits >> 3 & 0xf;
        int mantissa = bits & 0x7;
        float magnitude = (bits & 0x7f) == 0x7f
                ? Float.NaN
                : exponent == 0 ? mantissa * 0x1p-9f : Math.scalb(1 + mantissa / 8f, exponent - 7);
        return bits < 0 ? -magnitude : magnitude;
    }

    /** IEEE half precision; Java has Float.float16ToFloat from 20 on. */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = mantissa * 0x1p-24f;
        } else {
            magnitude = Float.intBitsToFloat((exponent + 112) << 23 | mantissa << 13);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
