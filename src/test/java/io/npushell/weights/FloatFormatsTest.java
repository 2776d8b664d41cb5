package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatFormatsTest {
    @Test
    void everyHalfComesBackFromFloat() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Floats.half((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(FloatFormats.half(value)).as("%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void roundsToNearestAndTiesToEven() {
        assertThat(FloatFormats.half(65519.9f)).isEqualTo((short) 0x7bff);
        assertThat(FloatFormats.half(65520f)).isEqualTo((short) 0x7c00);
        assertThat(FloatFormats.half(-1e30f)).isEqualTo((short) 0xfc00);
        assertThat(FloatFormats.half(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
        assertThat(FloatFormats.half(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
        assertThat(FloatFormats.half(0x1p-25f)).isEqualTo((short) 0);
        assertThat(FloatFormats.half(0x1.8p-25f)).isEqualTo((short) 1);
        assertThat(FloatFormats.half(0x1.ff8p-15f)).isEqualTo((short) 0x03ff);
        assertThat(FloatFormats.half(0x1.fffp-15f)).isEqualTo((short) 0x0400);
        assertThat(FloatFormats.brain(1 + 0x1p-8f)).isEqualTo((short) 0x3f80);
        assertThat(FloatFormats.brain(1 + 3 * 0x1p-8f)).isEqualTo((short) 0x3f82);
        assertThat(FloatFormats.brain(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
        assertThat(Floats.half(FloatFormats.half(Float.NaN))).isNaN();
        assertThat(Float.intBitsToFloat(FloatFormats.brain(Float.NaN) << 16)).isNaN();
    }
}
