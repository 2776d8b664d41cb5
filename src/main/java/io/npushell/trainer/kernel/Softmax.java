package io.npushell.trainer.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Softmax of one row, in place. */
public final class Softmax {
    private static final int WIDTH = Lanes.WIDTH;

    private Softmax() {}

    /** Replaces the row by its softmax and returns the logarithm of the sum of its exponentials. */
    public static double row(float[] values, int start, int count) {
        float highest = highest(values, start, count);
        float sum = exponentials(values, start, count, highest);
        scale(values, start, count, 1f / sum);
        return highest + StrictMath.log(sum);
    }

    private static float highest(float[] values, int start, int count) {
        FloatVector vector = Lanes.broadcast(Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i + WIDTH <= count; i += WIDTH) {
            vector = vector.max(Lanes.load(values, start + i));
        }
        float highest = vector.reduceLanes(VectorOperators.MAX);
        for (; i < count; i++) {
            highest = Math.max(highest, values[start + i]);
        }
        return highest;
    }

    private static float exponentials(float[] values, int start, int count, float highest) {
        float[] accumulators = new float[Lanes.SUM];
        int whole = count - count % Lanes.SUM;
        for (int lane = 0; lane < Lanes.SUM; lane += WIDTH) {
            FloatVector sum = Lanes.zero();
            for (int i = lane; i < whole; i += Lanes.SUM) {
                FloatVector e = Exponential.ofEach(Lanes.load(values, start + i).sub(highest));
                e.intoArray(values, start + i);
                sum = sum.add(e);
            }
            sum.intoArray(accumulators, lane);
        }
        for (int i = whole; i < count; i++) {
            values[start + i] = Exponential.of(values[start + i] - highest);
            accumulators[i - whole] += values[start + i];
        }
        return Lanes.sum(accumulators);
    }

    /** Multiplies a stretch of an array by a factor. */
    public static void scale(float[] values, int start, int count, float factor) {
        int i = 0;
        for (; i + WIDTH <= count; i += WIDTH) {
            Lanes.load(values, start + i).mul(factor).intoArray(values, start + i);
        }
        for (; i < count; i++) {
            values[start + i] *= factor;
        }
    }
}
