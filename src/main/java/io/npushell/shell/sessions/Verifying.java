package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.launch.CheckpointReading;
import io.npushell.launch.LaunchOutcome;
import io.npushell.launch.LaunchRequest;
import io.npushell.launch.Launcher;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.Interrupts;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Spans;
import io.npushell.shell.view.Text;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Launches after the checkpoint that is loaded was read, and says how far that is; Ctrl-C ends it, and nothing is started then. */
final class Verifying {
    private static final long WORTH_A_WORD = 256L << 20;

    private final SessionAccess access;
    private final Interrupts interrupts;

    Verifying(SessionAccess access, Interrupts interrupts) {
        this.access = access;
        this.interrupts = interrupts;
    }

    @SuppressWarnings("try") // the handling is held, not used
    LaunchOutcome launch(LaunchRequest request, Output out) {
        Launcher launcher = access.launcher();
        return launcher.launch(request, (directory, iteration) -> {
            AtomicBoolean stopped = new AtomicBoolean();
            try (Interrupts.Handling ours = interrupts.during(() -> stopped.set(true))) {
                Path workDir = Path.of(access.facts()
                        .settings(request)
                        .text(io.npushell.params.ParameterNames.WORK_DIR)
                        .orElse("/"));
                new CheckpointReading(workDir, new Shown(stopped, out)).read(directory, iteration);
            } finally {
                out.clearStatus();
            }
        });
    }

    private static final class Shown implements CheckpointReading.Progress {
        private final AtomicBoolean stopped;
        private final Output out;
        private long tenth;

        Shown(AtomicBoolean stopped, Output out) {
            this.stopped = stopped;
            this.out = out;
        }

        @Override
        public void begins(Path checkpoint, int files, long bytes) {
            if (bytes >= WORTH_A_WORD) {
                out.say("reading " + checkpoint.getFileName() + " before it is loaded: " + files
                        + (files == 1 ? " file, " : " files, ") + Spans.bytes(bytes) + "; --no-verify leaves that out");
            }
        }

        @Override
        public void read(long bytes, long of) {
            if (stopped.get()) {
                throw new OperatorException(
                        ExitCode.INTERRUPTED, "reading the checkpoint was stopped; nothing was started");
            }
            long now = of == 0 ? 10 : bytes * 10 / of;
            String far = "  read " + Spans.bytes(bytes) + " of " + Spans.bytes(of);
            out.status(Text.of(far));
            if (now > tenth && of >= WORTH_A_WORD && !out.showsStatus()) {
                out.say(far.strip());
            }
            tenth = now;
        }
    }
}
