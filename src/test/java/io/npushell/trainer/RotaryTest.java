package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.npushell.model.ModelShape;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the formulas of the models' own code, on plain numbers. */
class RotaryTest {
    private static final Window WINDOW = new Window(2, 5);

    private final Workers workers = new Workers(1);

    @AfterEach
    void stop() {
        workers.close();
    }

    /** modeling_qwen.py: {@code x * cos + _rotate_half(x) * sin}, where the halves of a head are pairs. */
    @Test
    void qwenTurnsTheHalvesOfAHead() {
        ModelShape shape = Shapes.QWEN;
        float[] before = random(shape);
        float[] after = turned(shape, before);
        int width = shape.headWidth();
        int row = 7;
        int position = 2;
        int at = row * shape.qkvWidth() + shape.queryOffset(3);
        for (int i = 0; i < width; i++) {
            double angle = position / Math.pow(10000, 2.0 * (i % (width / 2)) / width);
            double other = i < width / 2 ? -before[at + i + width / 2] : before[at + i - width / 2];
            assertThat((double) after[at + i])
                    .isCloseTo(before[at + i] * Math.cos(angle) + other * Math.sin(angle), within(1e-6));
        }
    }

    /** modeling_chatglm.py, apply_rotary_pos_emb: the first half of a head, reshaped to pairs of neighbours, is multiplied by cos + i sin. */
    @Test
    void chatGlmTurnsNeighboursInTheFirstHalfOfAHead() {
        ModelShape shape = Shapes.GLM;
        float[] before = random(shape);
        float[] after = turned(shape, before);
        int turnedWidth = shape.headWidth() / 2;
        int row = 9;
        int position = 4;
        for (int start : new int[] {shape.queryOffset(2), shape.keyOffset(1)}) {
            int at = row * shape.qkvWidth() + start;
            for (int pair = 0; pair < turnedWidth / 2; pair++) {
                double angle = position * Math.pow(10000, -2.0 * pair / turnedWidth);
                double x = before[at + 2 * pair];
                double y = before[at + 2 * pair + 1];
                assertThat((double) after[at + 2 * pair])
                        .isCloseTo(x * Math.cos(angle) - y * Math.sin(angle), within(1e-6));
                assertThat((double) after[at + 2 * pair + 1])
                        .isCloseTo(y * Math.cos(angle) + x * Math.sin(angle), within(1e-6));
            }
            for (int i = turnedWidth; i < shape.headWidth(); i++) {
                assertThat(after[at + i]).isEqualTo(before[at + i]);
            }
        }
    }

    private float[] turned(ModelShape shape, float[] qkv) {
        float[] turned = qkv.clone();
        new Rotary(workers, shape, Shapes.of(shape).family().rotary(), WINDOW).turn(turned);
        return turned;
    }

    private static float[] random(ModelShape shape) {
        Random random = new Random(5);
        float[] values = new float[WINDOW.rows() * shape.qkvWidth()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
