package io.npushell.shell.chart;

import java.util.Arrays;

/**
 * One curve.
 *
 * @param x ascending as far as the curve is one; where it goes back a new stroke begins
 * @param y not finite where the curve has a gap
 */
public record Series(String name, double[] x, double[] y) {
    /** What lies beyond cannot be told from infinity on a chart. */
    private static final double MOST = 1e300;

    public Series {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " x for " + y.length + " y");
        }
        x = x.clone();
        y = y.clone();
    }

    int size() {
        return x.length;
    }

    double xAt(int point) {
        return x[point];
    }

    double yAt(int point) {
        return y[point];
    }

    boolean has(int point) {
        return Math.abs(x[point]) <= MOST && Math.abs(y[point]) <= MOST;
    }

    /** Whether a stroke leads from the point before to this one. */
    boolean joined(int point) {
        return point > 0 && has(point) && has(point - 1) && x[point - 1] <= x[point];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series series
                && series.name.equals(name)
                && Arrays.equals(series.x, x)
                && Arrays.equals(series.y, y);
    }

    @Override
    public int hashCode() {
        return name.hashCode() + Arrays.hashCode(y);
    }

    @Override
    public String toString() {
        return name + ", " + size() + " points";
    }
}
