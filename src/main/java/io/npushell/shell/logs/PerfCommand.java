package io.npushell.shell.logs;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.trainlog.ForeignLog;
import io.npushell.trainlog.Performance;
import java.util.List;

/** The manual's figures of a training: tokens/s/p and how the loss went. */
final class PerfCommand extends OperatorCommand {
    private final LogSources sources;
    private final LogNames names;

    PerfCommand(LogSources sources, KnownSessions known, FileNames files) {
        super(SizeOptions.in(CommandDoc.named(
                                "perf", CommandGroup.SESSIONS, "speed and loss of a training, from its log")
                        .arguments("[SESSION | LOGFILE]", 0, 1)
                        .description("Throughput by the manual's formula, global batch × sequence length ÷ (devices"
                                + " × time per iteration), as the median without the warm-up; loss and its"
                                + " trend; skipped and NaN iterations; saves. Any Megatron-like log will"
                                + " do, plain or gzip, whoever started it. What the log does not say can"
                                + " be given. --json lists every iteration."))
                .json()
                .paged()
                .example("perf 12", "session 12, or while it runs")
                .example("perf train_14b.log.gz --seq-length 4096 --world-size 8", "a log from elsewhere")
                .seeAlso("plot", "tail", "show")
                .build());
        this.sources = sources;
        this.names = new LogNames(known, files);
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        LogSources.Reading reading =
                sources.read(sources.find(sources.meant(words.find(0).orElse("last"), out)));
        requireTraining(reading);
        Performance performance = new Performance(
                reading.history(), SizeOptions.of(words).or(reading.source().sizes()));
        if (out.json()) {
            out.document("perf", json -> PerfJson.write(json, reading, performance));
        } else {
            out.lines(new PerfView(reading, performance).lines(out.width()));
        }
        return ExitCode.OK;
    }

    /** A session that has only begun has nothing in its log yet; a file without a training is another file. */
    private static void requireTraining(LogSources.Reading reading) {
        if (reading.source().session() == null && !reading.history().found()) {
            ForeignLog.of(reading.source().file()).ifPresent(trainer -> {
                throw new OperatorException(
                        ExitCode.FAILED,
                        "'" + reading.source().file() + "' is a log of " + trainer + (trainer.endsWith(",") ? "" : ",")
                                + " which is not read",
                        "docs/logs.md says what is read");
            });
            throw new OperatorException(
                    ExitCode.FAILED,
                    "'" + reading.source().file() + "' is no training log: no line of it is of a training"
                            + (reading.problem().isEmpty() ? "" : "; " + reading.problem()),
                    "sessions");
        }
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 && request.option().isEmpty() ? names.suggest(request.word()) : List.of();
    }
}
