package io.npushell.trainer.kernel;

import jdk.incubator.vector.FloatVector;

/** Smaller tiles: four rows by two vectors or one, and one row by one vector. */
final class NarrowTile {
    private static final int WIDTH = Lanes.WIDTH;

    private NarrowTile() {}

    /** Four rows by two vectors. */
    static void two(Matrix a, Matrix b, Matrix c, int row, int column, int start, int end, boolean add) {
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
        FloatVector c10 = add ? Lanes.load(target, t1) : Lanes.zero();
        FloatVector c11 = add ? Lanes.load(target, t1 + WIDTH) : Lanes.zero();
        FloatVector c20 = add ? Lanes.load(target, t2) : Lanes.zero();
        FloatVector c21 = add ? Lanes.load(target, t2 + WIDTH) : Lanes.zero();
        FloatVector c30 = add ? Lanes.load(target, t3) : Lanes.zero();
        FloatVector c31 = add ? Lanes.load(target, t3 + WIDTH) : Lanes.zero();
        for (int k = start; k < end; k++) {
            int p = b.at(k, column);
            FloatVector b0 = Lanes.load(right, p);
            FloatVector b1 = Lanes.load(right, p + WIDTH);
            FloatVector x = Lanes.broadcast(left[a0 + k]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = Lanes.broadcast(left[a1 + k]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = Lanes.broadcast(left[a2 + k]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = Lanes.broadcast(left[a3 + k]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
        }
        c00.intoArray(target, t0);
        c01.intoArray(target, t0 + WIDTH);
        c10.intoArray(target, t1);
        c11.intoArray(target, t1 + WIDTH);
        c20.intoArray(target, t2);
        c21.intoArray(target, t2 + WIDTH);
        c30.intoArray(target, t3);
        c31.intoArray(target, t3 + WIDTH);
    }

    /** Four rows by one vector. */
    static void one(Matrix a, Matrix b, Matrix c, int row, int column, int start, int end, boolean add) {
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
        FloatVector c10 = add ? Lanes.load(target, t1) : Lanes.zero();
        FloatVector c20 = add ? Lanes.load(target, t2) : Lanes.zero();
        FloatVector c30 = add ? Lanes.load(target, t3) : Lanes.zero();
        for (int k = start; k < end; k++) {
            int p = b.at(k, column);
            FloatVector b0 = Lanes.load(right, p);
            FloatVector x = Lanes.broadcast(left[a0 + k]);
            c00 = x.fma(b0, c00);
            x = Lanes.broadcast(left[a1 + k]);
            c10 = x.fma(b0, c10);
            x = Lanes.broadcast(left[a2 + k]);
            c20 = x.fma(b0, c20);
            x = Lanes.broadcast(left[a3 + k]);
            c30 = x.fma(b0, c30);
        }
        c00.intoArray(target, t0);
        c10.intoArray(target, t1);
        c20.intoArray(target, t2);
        c30.intoArray(target, t3);
    }

    /** One row by one vector. */
    static void single(Matrix a, Matrix b, Matrix c, int row, int column, int start, int end, boolean add) {
        int target = c.at(row, column);
        FloatVector sum = add ? Lanes.load(c.values(), target) : Lanes.zero();
        for (int k = start; k < end; k++) {
            sum = Lanes.broadcast(a.values()[a.at(row, k)]).fma(Lanes.load(b.values(), b.at(k, column)), sum);
        }
        sum.intoArray(c.values(), target);
    }
}
