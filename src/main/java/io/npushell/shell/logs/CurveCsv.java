package io.npushell.shell.logs;

import io.npushell.shell.logs.Curves.Training;
import io.npushell.trainlog.LogEvent;
import java.util.function.Consumer;

/** Trainings as CSV, a line for each iteration; a field is empty where the log has no number. */
final class CurveCsv {
    private static final String HEAD =
            "source,iteration,loss,elapsed_ms,tokens_per_second_per_device,learning_rate,grad_norm";

    private CurveCsv() {}

    static void write(Curves curves, Consumer<String> lines) {
        lines.accept(HEAD);
        for (Training training : curves.trainings()) {
            for (int row : curves.rows(training)) {
                LogEvent.Iteration line =
                        training.performance().log().iterations().row(row);
                lines.accept(String.join(
                        ",",
                        quoted(training.name()),
                        Long.toString(line.iteration()),
                        number(line.loss()),
                        number(line.elapsedMillis()),
                        number(training.performance().tokensPerSecondPerDevice(row)),
                        number(line.learningRate()),
                        number(line.gradNorm())));
            }
        }
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(letter -> letter == ',' || letter == '"' || letter < ' ');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
