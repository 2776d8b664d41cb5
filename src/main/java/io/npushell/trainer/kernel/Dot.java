package io.npushell.trainer.kernel;

import jdk.incubator.vector.FloatVector;

/** Inner product of two stretches of arrays. */
public final class Dot {
    private static final int WIDTH = Lanes.WIDTH;

    private Dot() {}

    public static float of(float[] a, int aStart, float[] b, int bStart, int count) {
        float[] accumulators = new float[Lanes.SUM];
        int whole = count - count % Lanes.SUM;
        for (int lane = 0; lane < Lanes.SUM; lane += WIDTH) {
            FloatVector sum = Lanes.zero();
            for (int i = lane; i < whole; i += Lanes.SUM) {
                sum = Lanes.load(a, aStart + i).fma(Lanes.load(b, bStart + i), sum);
            }
            sum.intoArray(accumulators, lane);
        }
        for (int i = whole; i < count; i++) {
            accumulators[i - whole] = Math.fma(a[aStart + i], b[bStart + i], accumulators[i - whole]);
        }
        return Lanes.sum(accumulators);
    }
}
