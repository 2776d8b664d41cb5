package io.npushell.shell.logs;

import io.npushell.trainlog.Performance;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a curve can show of a training. */
enum Metric {
    LOSS("loss"),
    SPEED("tokens/s/p"),
    TIME("seconds per iteration"),
    GRAD_NORM("grad norm"),
    LEARNING_RATE("learning rate");

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    /** What the axis says. */
    String label() {
        return label;
    }

    /** What the operator types. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Metric> find(String word) {
        return Arrays.stream(values())
                .filter(metric -> metric.word().equals(word))
                .findFirst();
    }

    /** Its value on a line, NaN where the line has none. */
    double of(Performance performance, int row) {
        return switch (this) {
            case LOSS -> performance.log().iterations().row(row).loss();
            case SPEED -> performance.tokensPerSecondPerDevice(row);
            case TIME -> performance.log().iterations().row(row).elapsedMillis() / 1000;
            case GRAD_NORM -> performance.log().iterations().row(row).gradNorm();
            case LEARNING_RATE -> performance.log().iterations().row(row).learningRate();
        };
    }
}
