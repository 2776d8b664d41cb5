package io.npushell.shell.chart;

/** One curve. Where its x goes back a new stroke begins, where a y is no number the curve has a gap. */
public final class Series {
    /** What lies beyond cannot be told from infinity on a chart. */
    private static final double MOST = 1e300;

    private final String name;
    private final double[] x;
    private final double[] y;

    public Series(String name, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " x for " + y.length + " y");
        }
        this.name = name;
        this.x = x.clone();
        this.y = y.clone();
    }

    public String name() {
        return name;
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
}
