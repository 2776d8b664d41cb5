package io.npushell.step;

import io.npushell.ExitCode;
import io.npushell.trainlog.TrainingEnd;
import io.npushell.trainlog.TrainingVerdict;
import io.npushell.weights.NewestCheckpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Tells by its log whether a training whose exit code is 0 came to its end, before a step that uses what it made. */
record VerdictStep(Path log, String output, long started) {
    static final String USAGE = """
        usage: verdict --log FILE [--output DIR] [--started SECONDS]
          --log FILE         what the training printed
          --output DIR       where it saved
          --started SECONDS  when it began, since 1970: older checkpoints are not its own
        exit code: 0 completed, 20 failed, 21 stopped before its last iteration, 23 out of memory, 24 NaN
        """;

    private static final Set<String> NAMES = Set.of("--log", "--output", "--started");

    static VerdictStep parse(List<String> words) {
        Options options = Options.parse(words, NAMES);
        return new VerdictStep(
                Path.of(options.required("--log")), options.text("--output", ""), options.number("--started", 0, 0));
    }

    ExitCode run(PrintStream out) throws IOException {
        long checkpoint = output.isEmpty() ? -1 : NewestCheckpoint.of(Path.of(output), Instant.ofEpochSecond(started));
        TrainingVerdict verdict =
                TrainingVerdict.of(TrainingEnd.read(log).evidence(), new TrainingVerdict.Outside(0, false, checkpoint));
        if (verdict.outcome() != TrainingVerdict.Outcome.COMPLETED) {
            out.println((cutShort() ? "\n" : "") + TrainingEnd.line(verdict));
        }
        return switch (verdict.outcome()) {
            case COMPLETED -> ExitCode.OK;
            case STOPPED -> ExitCode.SESSION_STOPPED;
            case FAILED -> ExitCode.ofFailure(verdict.reason());
        };
    }

    /** Whether the last line printed has no end, as a progress bar has none; this output goes to the same file. */
    private boolean cutShort() throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return file.size() > 0 && file.position(file.size() - 1).read(last) == 1 && last.get(0) != '\n';
        }
    }
}
