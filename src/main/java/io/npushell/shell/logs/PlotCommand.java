package io.npushell.shell.logs;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.chart.Chart;
import io.npushell.shell.chart.SvgChart;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.logs.Curves.Training;
import io.npushell.shell.view.Output;
import io.npushell.trainlog.Performance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Loss and speed of trainings as curves. */
final class PlotCommand extends OperatorCommand {
    private static final int MOST_CHARACTERS = 2000;

    private final LogSources sources;
    private final LogNames names;
    private final CurveScreen screen;

    PlotCommand(LogSources sources, CurveScreen screen, KnownSessions known, FileNames files) {
        super(SizeOptions.in(CommandDoc.named("plot", CommandGroup.SESSIONS, "loss and speed of trainings as curves")
                        .arguments("[SESSION | LOGFILE …]", 0, Integer.MAX_VALUE)
                        .description(
                                "Draws into the terminal, several trainings over each other; a NaN is a gap. --csv and --svg write to standard output, or to"
                                        + " the file named after them. What can be drawn: "
                                        + words() + "."))
                .repeatable("metric", "NAME", "draw this instead of loss and speed; may be given again")
                .option("from", "N", "begin at iteration N")
                .option("to", "N", "end at iteration N")
                .option("width", "N", "columns, instead of the terminal's")
                .option("height", "N", "rows of each curve")
                .option("csv", "[FILE.csv]", "write the numbers instead")
                .option("svg", "[FILE.svg]", "write a drawing instead")
                .json()
                .paged()
                .example("plot 12", "session 12")
                .example("plot 12 13 --metric loss", "two trainings in one picture")
                .example("plot last --svg loss.svg", "for a report")
                .seeAlso("perf", "tail")
                .build());
        this.sources = sources;
        this.screen = screen;
        this.names = new LogNames(known, files);
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Curves curves = curves(words, out);
        List<Metric> metrics = metrics(words, curves);
        PlotFile file = new PlotFile(sources, out);
        if (words.option("csv").isPresent()) {
            file.write(words.option("csv").get(), lines -> CurveCsv.write(curves, lines));
        } else if (words.option("svg").isPresent()) {
            List<Chart> charts = metrics.stream().map(curves::chart).toList();
            String svg = SvgChart.document(title(curves), charts).stripTrailing();
            file.write(words.option("svg").get(), lines -> svg.lines().forEach(lines));
        } else if (out.json()) {
            out.document("plot", json -> CurveJson.write(json, curves, metrics));
        } else {
            out.lines(screen.lines(
                    curves,
                    metrics,
                    size(words, "width", 20).orElse(out.width()),
                    size(words, "height", 2).orElse(0),
                    out.colour()));
        }
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        if (request.option().equals("metric")) {
            return Arrays.stream(Metric.values())
                    .map(metric -> Suggestion.of(metric.word(), metric.label()))
                    .toList();
        }
        return request.option().isEmpty() ? names.suggest(request.word()) : List.of();
    }

    private static Optional<Integer> size(Words words, String option, int least) {
        return words.number(option, least).map(size -> (int) Math.min(size, MOST_CHARACTERS));
    }

    private Curves curves(Words words, Output out) {
        List<String> wanted = (words.arguments().isEmpty() ? List.of("last") : words.arguments())
                .stream().map(word -> sources.meant(word, out)).toList();
        List<LogSource> found = wanted.stream().map(sources::find).toList();
        List<Training> trainings = new ArrayList<>();
        for (LogSource source : found) {
            boolean alone = found.stream()
                            .filter(other -> other.name().equals(source.name()))
                            .count()
                    == 1;
            Performance performance = new Performance(
                    sources.read(source).history(), SizeOptions.of(words).or(source.sizes()));
            trainings.add(new Training(alone ? source.name() : source.file().toString(), performance));
        }
        return new Curves(
                trainings,
                words.number("from", 0).orElse(0L),
                words.number("to", 0).orElse(Long.MAX_VALUE));
    }

    /** Those asked for; else the loss and the speed, which is the time where nobody knows how many tokens an iteration has. */
    private static List<Metric> metrics(Words words, Curves curves) {
        List<Metric> metrics = new ArrayList<>();
        for (String word : words.options("metric")) {
            metrics.add(
                    Metric.find(word).orElseThrow(() -> words.usage("--metric '" + word + "' is none of " + words())));
        }
        if (metrics.isEmpty()) {
            metrics.add(Metric.LOSS);
            metrics.add(curves.chart(Metric.SPEED).isEmpty() ? Metric.TIME : Metric.SPEED);
        }
        boolean data = words.option("csv").isPresent();
        if (!data && metrics.stream().allMatch(metric -> curves.chart(metric).isEmpty())) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "there is nothing to draw: no iteration of " + title(curves) + " has a number for it",
                    "perf " + words.find(0).orElse("last"));
        }
        return metrics;
    }

    private static String title(Curves curves) {
        return curves.trainings().stream().map(Training::name).collect(Collectors.joining(", "));
    }

    private static String words() {
        return Arrays.stream(Metric.values()).map(Metric::word).collect(Collectors.joining(", "));
    }
}
