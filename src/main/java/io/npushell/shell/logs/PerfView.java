package io.npushell.shell.logs;

import io.npushell.session.Session;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import io.npushell.trainlog.IterationTable;
import io.npushell.trainlog.LogEvent;
import io.npushell.trainlog.LossCourse;
import io.npushell.trainlog.Performance;
import io.npushell.trainlog.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A training's figures as lines. */
record PerfView(LogSources.Reading reading, Performance performance) {
    private static final int INDENT = 14;
    private static final int NAMED = 6;

    /** Each line has at most {@code width} columns where its words allow it. */
    List<Text> lines(int width) {
        List<Text> lines = new ArrayList<>();
        lines.add(headline());
        if (performance.log().iterations().size() == 0) {
            field(lines, "iterations", "no line of one");
            field(lines, "phase", performance.log().progress().phase().label());
        } else {
            iterations(lines);
            loss(lines);
            speed(lines);
            skipped(lines);
        }
        saves(lines);
        validation(lines);
        WhereLossIs.of(reading).ifPresent(where -> field(lines, "note", where));
        if (!reading.problem().isEmpty()) {
            field(lines, "note", reading.problem());
        }
        performance
                .log()
                .progress()
                .cause()
                .ifPresent(cause -> field(
                        lines,
                        "failure",
                        cause.kind().title() + ": " + cause.kind().meaning()
                                + (cause.who().isEmpty() ? "" : " " + cause.who()) + " The log says: "
                                + cause.failure().line()));
        return lines.stream()
                .flatMap(line -> Paragraph.lines(line, INDENT, width).stream())
                .toList();
    }

    /** Not all trainers count them. */
    private void skipped(List<Text> lines) {
        List<String> counts = new ArrayList<>();
        if (performance.countsSkipped()) {
            counts.add(counted(performance.skipped(), "optimizer step"));
        }
        if (performance.countsNan()) {
            counts.add(counted(performance.nan(), "NaN iteration"));
        }
        field(lines, "skipped", counts.isEmpty() ? "not in the log" : String.join(", ", counts));
    }

    private Text headline() {
        Session session = reading.source().session();
        if (session == null) {
            return Text.of("Log  ", Style.STRONG).plus(reading.source().file().toString());
        }
        return Text.of("Session " + session.id().text() + "  ", Style.STRONG)
                .plus(session.spec().request().profile() + "/"
                        + session.spec().request().runType() + "  "
                        + session.state().label());
    }

    private void iterations(List<Text> lines) {
        IterationTable table = performance.log().iterations();
        LogEvent.Iteration last = table.row(table.size() - 1);
        String text = table.row(0).iteration() + " to " + last.iteration()
                + (last.total() < 0 ? "" : " of " + last.total()) + ", " + table.size()
                + (table.size() == 1 ? " line" : " lines");
        int restarts = performance.log().restarts();
        field(lines, "iterations", text + (restarts == 0 ? "" : ", started again " + times(restarts)));
    }

    private void loss(List<Text> lines) {
        LossCourse loss = performance.loss();
        if (loss.leastIteration() < 0) {
            field(lines, "loss", "no line has one that is a number");
            return;
        }
        field(
                lines,
                "loss",
                number("%.4f", loss.first()) + " → " + number("%.4f", loss.last()) + ", lowest "
                        + number("%.4f", loss.least()) + " at iteration " + loss.leastIteration()
                        + ", last ten on average "
                        + number("%.4f", loss.recent()));
        field(lines, "convergence", convergence(loss));
    }

    private static String convergence(LossCourse loss) {
        String change = String.format(Locale.ROOT, "%.1f %%", 100 * Math.abs(loss.change()));
        return switch (loss.trend()) {
            case FALLING -> "falling: the last quarter is " + change + " below the one before";
            case FLAT -> "flat: the last two quarters are within half a percent";
            case RISING -> "rising: the last quarter is " + change + " above the one before";
            case NAN -> "NaN: the newest line has no loss that is a number";
            case UNKNOWN -> "too few lines to tell";
        };
    }

    private void speed(List<Text> lines) {
        double tokens = performance.steadyTokensPerSecondPerDevice();
        field(
                lines,
                "speed",
                Double.isNaN(tokens)
                        ? "tokens/s/p unknown: " + missing(performance.sizes())
                        : number("%.1f", tokens) + " tokens/s/p" + formula(performance.sizes()));
        int warmUp = performance.warmUpLines();
        if (Double.isNaN(performance.steadyMillis())) {
            field(lines, "time", "not in the log");
            return;
        }
        field(
                lines,
                "time",
                number("%.1f", performance.steadyMillis()) + " ms per iteration, the median"
                        + (warmUp == 0 ? "" : " without " + warmUp + (warmUp == 1 ? " line" : " lines") + " of warm-up")
                        + "; fastest " + number("%.1f", performance.fastestMillis()) + ", slowest "
                        + number("%.1f", performance.slowestMillis()));
    }

    private static String formula(Workload.Sizes sizes) {
        return sizes.globalBatch() > 0 && sizes.sequenceLength() > 0 && sizes.devices() > 0
                ? " = GBS " + sizes.globalBatch() + " × SEQ_LEN " + sizes.sequenceLength() + " ÷ (" + sizes.devices()
                        + (sizes.devices() == 1 ? " device" : " devices") + " × time)"
                : "";
    }

    private static String missing(Workload.Sizes sizes) {
        List<String> options = new ArrayList<>();
        if (sizes.globalBatch() <= 0) {
            options.add("--global-batch-size");
        }
        if (sizes.sequenceLength() <= 0) {
            options.add("--seq-length");
        }
        if (sizes.devices() <= 0) {
            options.add("--world-size");
        }
        return options.isEmpty()
                ? "no line says its time"
                : "the log does not say all of it; give " + String.join(" ", options);
    }

    private void saves(List<Text> lines) {
        List<LogEvent.CheckpointSaved> saves = performance.log().saves();
        if (saves.isEmpty()) {
            return;
        }
        String newest = saves.subList(Math.max(0, saves.size() - NAMED), saves.size()).stream()
                .map(save -> Long.toString(save.iteration()))
                .collect(Collectors.joining(", "));
        String directory = saves.get(saves.size() - 1).directory();
        field(
                lines,
                "saved",
                (saves.size() > NAMED ? saves.size() + " times, the last: " : "")
                        + newest
                        + (directory.isEmpty() ? "" : " in " + directory));
    }

    private void validation(List<Text> lines) {
        List<LogEvent.Validation> all = performance.log().validations();
        if (!all.isEmpty()) {
            LogEvent.Validation last = all.get(all.size() - 1);
            field(
                    lines,
                    "validation",
                    "loss " + number("%.4f", last.loss())
                            + (last.iteration() < 0 ? "" : " at iteration " + last.iteration()));
        }
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }

    private static void field(List<Text> lines, String name, String value) {
        lines.add(Text.of(String.format(Locale.ROOT, "  %-11s ", name), Style.FAINT)
                .plus(value));
    }
}
