package io.npushell.trainer;

import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The training's log in Megatron's words, each line on the screen as soon as it is written. */
final class TrainingLog {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int NAME_WIDTH = 48;

    private final PrintStream out;
    private final Clock clock;

    TrainingLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void line(String line) {
        out.println(line);
        out.flush();
    }

    void line(String format, Object... arguments) {
        line(String.format(Locale.ROOT, format, arguments));
    }

    /** A phase with its date, as {@code [after training is done] datetime: 2026-11-25 15:47:56 }. */
    void dated(String phase) {
        line("[%s] datetime: %s ", phase, LocalDateTime.now(clock).format(DATE));
    }

    void arguments(Map<String, Object> arguments) {
        line("------------------------ arguments ------------------------");
        arguments.forEach((name, value) ->
                line("  %s %s %s", name, ".".repeat(Math.max(1, NAME_WIDTH - name.length())), Arguments.shown(value)));
        line("-------------------- end of arguments ---------------------");
    }

    /**
     * One iteration's line, without its loss where that is no number, as Megatron has it.
     *
     * @param nanIterations iterations since the last line whose loss was no number
     */
    void iteration(
            long iteration,
            long iterations,
            long consumedSamples,
            double milliseconds,
            double learningRate,
            int globalBatch,
            double loss,
            double gradientNorm,
            int nanIterations) {
        StringBuilder line = new StringBuilder();
        add(line, " iteration %8d/%8d |", iteration, iterations);
        add(line, " consumed samples: %12d |", consumedSamples);
        add(line, " elapsed time per iteration (ms): %.1f |", milliseconds);
        add(line, " learning rate: %.3E |", learningRate);
        add(line, " global batch size: %5d |", globalBatch);
        if (loss > 0 && Double.isFinite(loss)) {
            add(line, " lm loss: %.6E |", loss);
        }
        add(line, " loss scale: 1.0 |");
        line.append(
                Double.isNaN(gradientNorm)
                        ? " grad norm: nan |"
                        : String.format(Locale.ROOT, " grad norm: %.3f |", gradientNorm));
        add(line, " number of skipped iterations: %3d |", 0);
        add(line, " number of nan iterations: %3d |", nanIterations);
        line(line.toString());
    }

    private static void add(StringBuilder line, String format, Object... arguments) {
        line.append(String.format(Locale.ROOT, format, arguments));
    }
}
