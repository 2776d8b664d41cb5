package io.npushell.shell.chart;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Curves over one pair of axes.
 *
 * @param label what the y axis shows, with its unit
 * @param xLabel what the x axis shows
 */
public record Chart(String label, String xLabel, List<Series> series) {
    public Chart {
        series = List.copyOf(series);
    }

    /** Whether there is no point to draw. */
    public boolean isEmpty() {
        return series.stream().allMatch(one -> IntStream.range(0, one.size()).noneMatch(one::has));
    }

    Axis horizontal(int ticks) {
        return axis(true, ticks);
    }

    Axis vertical(int ticks) {
        return axis(false, ticks);
    }

    private Axis axis(boolean horizontal, int ticks) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Series one : series) {
            for (int point = 0; point < one.size(); point++) {
                if (one.has(point)) {
                    double value = horizontal ? one.xAt(point) : one.yAt(point);
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        return horizontal ? Axis.over(low, high, ticks) : Axis.ofValues(low, high, ticks);
    }
}
