package io.npushell.trainer;

import io.npushell.model.ModelFamily;
import io.npushell.model.ModelShape;

/**
 * Rotary positions: turns the first part of each query and key by an angle that grows with the position.
 *
 * <p>Which two values make a pair is the model's own convention, and its weights mean nothing under the other: Qwen pairs the halves of a head
 * (modeling_qwen.py, _rotate_half), ChatGLM3 neighbours (modeling_chatglm.py and ModelLink's --use-partial-rope, apply_rotary_pos_emb).
 */
final class Rotary {
    private static final int ROWS_AT_ONCE = 64;

    private final Workers workers;
    private final ModelShape shape;
    private final Window window;
    private final int half;
    private final int step;
    private final int apart;
    private final float[] cosines;
    private final float[] sines;

    Rotary(Workers workers, ModelShape shape, ModelFamily.Rotary pairing, Window window) {
        boolean neighbours = pairing == ModelFamily.Rotary.NEIGHBOURS;
        this.workers = workers;
        this.shape = shape;
        this.window = window;
        this.half = shape.rotaryWidth() / 2;
        this.step = neighbours ? 2 : 1;
        this.apart = neighbours ? 1 : half;
        this.cosines = new float[window.length() * half];
        this.sines = new float[window.length() * half];
        for (int position = 0; position < window.length(); position++) {
            for (int i = 0; i < half; i++) {
                // StrictMath: the intrinsics of Math differ by a last bit between processors
                double angle = position / StrictMath.pow(shape.rotaryBase(), 2.0 * i / shape.rotaryWidth());
                cosines[position * half + i] = (float) StrictMath.cos(angle);
                sines[position * half + i] = (float) StrictMath.sin(angle);
            }
        }
    }

    /** Turns the queries and keys of all rows in place. */
    void turn(float[] qkv) {
        turn(qkv, 1f);
    }

    /** Turns their gradients back. */
    void turnBack(float[] qkvGradient) {
        turn(qkvGradient, -1f);
    }

    private void turn(float[] qkv, float direction) {
        workers.share(window.rows(), ROWS_AT_ONCE, (start, end) -> {
            for (int row = start; row < end; row++) {
                int at = row * shape.qkvWidth();
                int position = row % window.length();
                for (int head = 0; head < shape.heads(); head++) {
                    turnHead(qkv, at + shape.queryOffset(head), position, direction);
                }
                for (int group = 0; group < shape.kvGroups(); group++) {
                    turnHead(qkv, at + shape.keyOffset(group), position, direction);
                }
            }
        });
    }

    private void turnHead(float[] values, int at, int position, float direction) {
        for (int i = 0; i < half; i++) {
            float cosine = cosines[position * half + i];
            float sine = direction * sines[position * half + i];
            int first = at + i * step;
            int second = first + apart;
            float x = values[first];
            float y = values[second];
            values[first] = x * cosine - y * sine;
            values[second] = y * cosine + x * sine;
        }
    }
}
