package io.npushell.trainlog;

import java.util.Arrays;
import java.util.Locale;

/**
 * How the loss went. Each is NaN where no line has a loss.
 *
 * @param least the lowest one
 * @param leastIteration where that was, -1 for none
 * @param recent mean of the last {@value #RECENT} losses
 * @param change of the mean from the third to the last quarter, as a part of the former: -0.02 is 2 % down
 */
public record LossCourse(
        double first, double last, double least, long leastIteration, double recent, double change, Trend trend) {
    private static final int RECENT = 10;
    private static final int ENOUGH = 8;
    private static final double FLAT = 0.005;

    /** Which way it goes at the end: flat within half a percent. */
    public enum Trend {
        FALLING,
        FLAT,
        RISING,
        /** The newest line has no loss that is a number. */
        NAN,
        /** Too few lines to tell. */
        UNKNOWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static LossCourse of(IterationTable table) {
        double[] losses = new double[table.size()];
        int least = -1;
        int count = 0;
        for (int row = 0; row < table.size(); row++) {
            double loss = table.row(row).loss();
            if (Double.isFinite(loss)) {
                least = least < 0 || loss < table.row(least).loss() ? row : least;
                losses[count++] = loss;
            }
        }
        losses = Arrays.copyOf(losses, count);
        if (count == 0) {
            return new LossCourse(
                    Double.NaN, Double.NaN, Double.NaN, -1, Double.NaN, Double.NaN, trend(table, 0, Double.NaN));
        }
        double before = Samples.mean(Arrays.copyOfRange(losses, count / 2, count * 3 / 4));
        double after = Samples.mean(Arrays.copyOfRange(losses, count * 3 / 4, count));
        double change = count < ENOUGH ? Double.NaN : (after - before) / Math.abs(before);
        return new LossCourse(
                losses[0],
                losses[count - 1],
                table.row(least).loss(),
                table.iteration(least),
                Samples.mean(Arrays.copyOfRange(losses, Math.max(0, count - RECENT), count)),
                change,
                trend(table, count, change));
    }

    private static Trend trend(IterationTable table, int losses, double change) {
        LogEvent.Iteration newest = table.size() == 0 ? null : table.row(table.size() - 1);
        if (newest != null && newest.lossIsNan()) {
            return Trend.NAN;
        }
        if (losses < ENOUGH || Double.isNaN(change)) {
            return Trend.UNKNOWN;
        }
        return Math.abs(change) <= FLAT ? Trend.FLAT : change < 0 ? Trend.FALLING : Trend.RISING;
    }
}
