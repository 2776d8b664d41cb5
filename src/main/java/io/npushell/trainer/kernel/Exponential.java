package io.npushell.trainer.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exponential as one fixed polynomial (Cephes expf), since intrinsics differ by a last bit between processors and JDKs.
 *
 * <p>The vector and the scalar form do the same operations in the same order and agree to the bit.
 */
final class Exponential {
    private static final float LOWEST = -87.3f;
    private static final float HIGHEST = 88f;
    private static final float LOG2_E = 1.44269504f;
    /** Adding and subtracting 1.5 × 2^23 rounds to the nearest whole number. */
    private static final float ROUND = 12582912f;

    private static final float LN2_HIGH = -0.693359375f;
    private static final float LN2_LOW = 2.12194440e-4f;
    private static final float C5 = 1.9875691500e-4f;
    private static final float C4 = 1.3981999507e-3f;
    private static final float C3 = 8.3334519073e-3f;
    private static final float C2 = 4.1665795894e-2f;
    private static final float C1 = 1.6666665459e-1f;
    private static final float C0 = 5.0000001201e-1f;
    private static final int BIAS = 127;
    private static final int MANTISSA = 23;

    private Exponential() {}

    static FloatVector ofEach(FloatVector argument) {
        FloatVector x = argument.max(LOWEST).min(HIGHEST);
        FloatVector n = x.mul(LOG2_E).add(ROUND).sub(ROUND);
        FloatVector r = n.fma(Lanes.broadcast(LN2_HIGH), x);
        r = n.fma(Lanes.broadcast(LN2_LOW), r);
        FloatVector p = r.fma(Lanes.broadcast(C5), Lanes.broadcast(C4));
        p = p.fma(r, Lanes.broadcast(C3));
        p = p.fma(r, Lanes.broadcast(C2));
        p = p.fma(r, Lanes.broadcast(C1));
        p = p.fma(r, Lanes.broadcast(C0));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector power = (IntVector) n.convert(VectorOperators.F2I, 0);
        return p.mul(power.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA).reinterpretAsFloats());
    }

    static float of(float argument) {
        float x = Math.min(Math.max(argument, LOWEST), HIGHEST);
        float n = x * LOG2_E + ROUND - ROUND;
        float r = Math.fma(n, LN2_HIGH, x);
        r = Math.fma(n, LN2_LOW, r);
        float p = Math.fma(r, C5, C4);
        p = Math.fma(p, r, C3);
        p = Math.fma(p, r, C2);
        p = Math.fma(p, r, C1);
        p = Math.fma(p, r, C0);
        p = Math.fma(p, r * r, r) + 1f;
        return p * Float.intBitsToFloat(((int) n + BIAS) << MANTISSA);
    }
}
