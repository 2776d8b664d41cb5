package io.npushell.shell.chart;

import java.util.Arrays;

/** A curve of few points that looks like one of many: of each stretch the lowest and the highest point stay. */
final class Thinned {
    private Thinned() {}

    /** At most about {@code most} points. */
    static Series of(Series series, int most) {
        int size = series.size();
        if (size <= most) {
            return series;
        }
        double[] x = new double[size];
        double[] y = new double[size];
        int kept = 0;
        int stretch = (2 * size + most - 1) / most;
        for (int from = 0; from < size; from += stretch) {
            int to = Math.min(size, from + stretch);
            int low = from;
            int high = from;
            for (int point = from; point < to; point++) {
                low = !series.has(low) || series.yAt(point) < series.yAt(low) ? point : low;
                high = !series.has(high) || series.yAt(point) > series.yAt(high) ? point : high;
            }
            for (int point : new int[] {Math.min(low, high), Math.max(low, high)}) {
                x[kept] = series.xAt(point);
                y[kept++] = series.yAt(point);
            }
        }
        return new Series(series.name(), Arrays.copyOf(x, kept), Arrays.copyOf(y, kept));
    }
}
