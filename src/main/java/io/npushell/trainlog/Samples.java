package io.npushell.trainlog;

import java.util.Arrays;

/** Figures of many values; those that are no numbers do not count, and of none the figure is NaN. */
final class Samples {
    private Samples() {}

    static double median(double[] values) {
        double[] sorted = numbers(values);
        Arrays.sort(sorted);
        int count = sorted.length;
        return count == 0 ? Double.NaN : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }

    static double mean(double[] values) {
        return Arrays.stream(numbers(values)).average().orElse(Double.NaN);
    }

    static double least(double[] values) {
        return Arrays.stream(numbers(values)).min().orElse(Double.NaN);
    }

    static double most(double[] values) {
        return Arrays.stream(numbers(values)).max().orElse(Double.NaN);
    }

    private static double[] numbers(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }
}
