package io.npushell.weights;

import java.nio.ByteBuffer;

/** Element types as float32; wider ones are rounded. */
final class Floats {
    private Floats() {}

    /** Reads from the buffer's position on, little endian. */
    static void decode(DType dtype, ByteBuffer source, float[] target, int offset, int count) {
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
        }
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
