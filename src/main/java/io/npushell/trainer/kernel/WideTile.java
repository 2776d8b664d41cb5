package io.npushell.trainer.kernel;

import jdk.incubator.vector.FloatVector;

/** Four rows by four vectors of a product, held in registers: written out, because the compiler keeps only local variables there. */
final class WideTile {
    private static final int WIDTH = Lanes.WIDTH;

    private WideTile() {}

    static void compute(Matrix a, Matrix b, Matrix c, int row, int column, int start, int end, boolean add) {
        float[] left = a.values();
        float[] right = b.values();
        float[] target = c.values();
        int a0 = a.at(row, 0);
        int a1 = a.at(row + 1, 0);
        int a2 = a.at(row + 2, 0);
        int a3 = a.at(row + 3, 0);
        int t0 = c.at(row, column);
        int t1 = c.at(row + 1, column);
        int t2 = c.at(row + 2, column);
        int t3 = c.at(row + 3, column);
        FloatVector c00 = add ? Lanes.load(target, t0) : Lanes.zero();
        FloatVector c01 = add ? Lanes.load(target, t0 + WIDTH) : Lanes.zero();
        FloatVector c02 = add ? Lanes.load(target, t0 + 2 * WIDTH) : Lanes.zero();
        FloatVector c03 = add ? Lanes.load(target, t0 + 3 * WIDTH) : Lanes.zero();
        FloatVector c10 = add ? Lanes.load(target, t1) : Lanes.zero();
        FloatVector c11 = add ? Lanes.load(target, t1 + WIDTH) : Lanes.zero();
        FloatVector c12 = add ? Lanes.load(target, t1 + 2 * WIDTH) : Lanes.zero();
        FloatVector c13 = add ? Lanes.load(target, t1 + 3 * WIDTH) : Lanes.zero();
        FloatVector c20 = add ? Lanes.load(target, t2) : Lanes.zero();
        FloatVector c21 = add ? Lanes.load(target, t2 + WIDTH) : Lanes.zero();
        FloatVector c22 = add ? Lanes.load(target, t2 + 2 * WIDTH) : Lanes.zero();
        FloatVector c23 = add ? Lanes.load(target, t2 + 3 * WIDTH) : Lanes.zero();
        FloatVector c30 = add ? Lanes.load(target, t3) : Lanes.zero();
        FloatVector c31 = add ? Lanes.load(target, t3 + WIDTH) : Lanes.zero();
        FloatVector c32 = add ? Lanes.load(target, t3 + 2 * WIDTH) : Lanes.zero();
        FloatVector c33 = add ? Lanes.load(target, t3 + 3 * WIDTH) : Lanes.zero();
        for (int k = start; k < end; k++) {
            int p = b.at(k, column);
            FloatVector b0 = Lanes.load(right, p);
            FloatVector b1 = Lanes.load(right, p + WIDTH);
            FloatVector b2 = Lanes.load(right, p + 2 * WIDTH);
            FloatVector b3 = Lanes.load(right, p + 3 * WIDTH);
            FloatVector x = Lanes.broadcast(left[a0 + k]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            c03 = x.fma(b3, c03);
            x = Lanes.broadcast(left[a1 + k]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
            c13 = x.fma(b3, c13);
            x = Lanes.broadcast(left[a2 + k]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            c23 = x.fma(b3, c23);
            x = Lanes.broadcast(left[a3 + k]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
            c33 = x.fma(b3, c33);
        }
        c00.intoArray(target, t0);
        c01.intoArray(target, t0 + WIDTH);
        c02.intoArray(target, t0 + 2 * WIDTH);
        c03.intoArray(target, t0 + 3 * WIDTH);
        c10.intoArray(target, t1);
        c11.intoArray(target, t1 + WIDTH);
        c12.intoArray(target, t1 + 2 * WIDTH);
        c13.intoArray(target, t1 + 3 * WIDTH);
        c20.intoArray(target, t2);
        c21.intoArray(target, t2 + WIDTH);
        c22.intoArray(target, t2 + 2 * WIDTH);
        c23.intoArray(target, t2 + 3 * WIDTH);
        c30.intoArray(target, t3);
        c31.intoArray(target, t3 + WIDTH);
        c32.intoArray(target, t3 + 2 * WIDTH);
        c33.intoArray(target, t3 + 3 * WIDTH);
    }
}
