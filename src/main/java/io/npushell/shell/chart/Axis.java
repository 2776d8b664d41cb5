package io.npushell.shell.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What an axis spans, with ticks at round numbers within it.
 *
 * @param step between two ticks: 1, 2 or 5 times a power of ten
 */
record Axis(double low, double high, double step) {

    private static final double FLAT = 0.01;

    /** The axis over a range with about so many ticks; a range of one value gets some room on both sides. */
    static Axis over(double low, double high, int ticks) {
        if (!(low <= high)) {
            return new Axis(0, 1, 1);
        }
        return high > low ? spanning(low, high, ticks) : around(low, high, 0.05, ticks);
    }

    /** The same for measured values: those within a hundredth of each other are drawn as the flat line they are, not as mountains. */
    static Axis ofValues(double low, double high, int ticks) {
        boolean flat = high > low && high - low < Math.abs(high) * FLAT;
        return flat ? around(low, high, FLAT, ticks) : over(low, high, ticks);
    }

    private static Axis around(double low, double high, double share, int ticks) {
        double room = Math.max(Math.abs(high) * share, Double.MIN_NORMAL * 1e10);
        return spanning(low - room, high + room, ticks);
    }

    private static Axis spanning(double from, double to, int ticks) {
        return new Axis(from, to, step((to - from) / Math.max(1, ticks)));
    }

    private static double step(double wanted) {
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        double times = wanted / power;
        double step = power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
        return step > 0 && Double.isFinite(step) ? step : 1;
    }

    /** Round numbers from low to high. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        double first = Math.ceil(low / step - 1e-9);
        for (double at = first; at * step <= high + step * 1e-9 && ticks.size() < 100; at++) {
            ticks.add(at * step);
        }
        return ticks;
    }

    /** Where a value lies, from 0 at the low end to 1 at the high end. */
    double part(double value) {
        return high > low ? (value - low) / (high - low) : 0.5;
    }

    /** A tick as text: as many decimals as the step needs, powers of ten where numbers get long. */
    String label(double tick) {
        double value = Math.abs(tick) < step * 1e-6 ? 0 : tick;
        int digits = (int) -Math.floor(Math.log10(step) + 1e-9);
        boolean small = digits > 5;
        boolean large = Math.max(Math.abs(low), Math.abs(high)) >= 1e7;
        if (value != 0 && (small || large)) {
            int exponent = (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9);
            return rounded(value / Math.pow(10, exponent), 1) + "e" + exponent;
        }
        return rounded(value, Math.max(0, digits));
    }

    private static String rounded(double value, int digits) {
        BigDecimal number = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
        return number.signum() == 0 ? BigDecimal.ZERO.setScale(digits).toPlainString() : number.toPlainString();
    }
}
