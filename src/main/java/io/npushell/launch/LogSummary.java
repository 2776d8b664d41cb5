package io.npushell.launch;

import io.npushell.model.RunType;
import io.npushell.plan.Step;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionState;
import io.npushell.session.Summary;
import io.npushell.trainlog.Cause;
import io.npushell.trainlog.EndEvidence;
import io.npushell.trainlog.FailureKind;
import io.npushell.trainlog.LogEvent;
import io.npushell.trainlog.LogFollower;
import io.npushell.trainlog.LogFollower.NewLines;
import io.npushell.trainlog.LogParser;
import io.npushell.trainlog.Phase;
import io.npushell.trainlog.TrainingProgress;
import io.npushell.trainlog.TrainingVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log on from where a summary left it.
 *
 * <p>It begins a little earlier: averages are over the newest iterations, and a failure may have been printed before the session was
 * known to have failed. Where it failed it begins much earlier, as the cause is the first of many errors.
 */
final class LogSummary {
    private static final long OVERLAP = 256 << 10;
    private static final long OVERLAP_OF_FAILED = 16 << 20;
    private static final String OUR_OWN = "[npu-shell]";
    /** Our own steps say what to try on the line after what is wrong. */
    private static final String REMEDY = "  try: ";

    private static final String NAN = "loss became NaN";
    private static final Pattern STEP_FAILED =
            Pattern.compile("\\[npu-shell] step (\\S+) ended with exit code \\d+\\s*$");

    private final Session session;
    private final Summary before;
    private final LogParser parser = new LogParser();
    private TrainingProgress progress = TrainingProgress.NONE;
    private String lastLine = "";
    private final EndEvidence evidence = new EndEvidence();
    private String failedStep = "";
    private long offset;

    private LogSummary(Session session, Summary before, long start) {
        this.session = session;
        this.before = before;
        this.offset = start;
    }

    static Summary of(Session session) throws IOException {
        boolean truncated = session.summary().logOffset() > Files.size(session.log());
        Summary before = truncated ? Summary.empty() : session.summary();
        long overlap = failed(session) ? OVERLAP_OF_FAILED : OVERLAP;
        LogSummary reading = new LogSummary(session, before, Math.max(0, before.logOffset() - overlap));
        reading.read();
        return reading.summary();
    }

    /** Whether a training completed without an iteration in its summary, here where Megatron prints them: on the last node. */
    static boolean trainedNothing(Session session) {
        SessionSpec spec = session.spec();
        return session.state() == SessionState.COMPLETED
                && spec.training().trainIters() > 0
                && spec.training().nodeRank() == spec.training().nodes() - 1
                && session.summary().iteration() < 0;
    }

    static boolean failed(Session session) {
        return session.state() == SessionState.FAILED || session.state() == SessionState.LOST;
    }

    private void read() throws IOException {
        boolean partOfALine = offset > 0;
        try (LogFollower follower = new LogFollower(session.log(), offset)) {
            NewLines fresh = next(follower);
            while (!fresh.lines().isEmpty()) {
                List<String> lines = fresh.lines();
                take(partOfALine ? lines.subList(1, lines.size()) : lines);
                partOfALine = false;
                offset = fresh.offset();
                fresh = next(follower);
            }
        }
        if (!session.state().active()) {
            progress = progress.withAll(parser.finish());
        }
    }

    private NewLines next(LogFollower follower) throws IOException {
        return session.state().active() ? follower.readNew() : follower.readRest();
    }

    private void take(List<String> lines) {
        for (String line : lines) {
            List<LogEvent> events = parser.parse(line);
            progress = progress.withAll(events);
            events.forEach(evidence);
            Matcher end = STEP_FAILED.matcher(line);
            failedStep = end.find() ? end.group(1) : failedStep;
            String printed = printed(line);
            if (!printed.isBlank()) {
                lastLine = printed.startsWith(REMEDY) ? lastLine + "  " + printed.strip() : printed.strip();
            }
        }
    }

    /** Without our own words, which may stand right behind a progress bar that has no line's end; of a bar only as it stood last. */
    private static String printed(String line) {
        int own = line.indexOf(OUR_OWN);
        String text = own < 0 ? line : line.substring(0, own);
        String[] bars = text.split("\r", -1);
        for (int at = bars.length - 1; at >= 0; at--) {
            if (!bars[at].isBlank()) {
                return bars[at];
            }
        }
        return "";
    }

    /** What these lines did not tell is as it was. */
    private Summary summary() {
        boolean iterations = progress.iteration() >= 0;
        long batch = progress.globalBatch() > 0
                ? progress.globalBatch()
                : session.spec().training().globalBatch();
        boolean nanPassed = evidence.iteration() >= 0 && !evidence.nan() && NAN.equals(before.reason());
        Optional<Cause> cause = progress.cause().filter(this::counts);
        return new Summary(
                offset,
                progress.equals(TrainingProgress.NONE)
                        ? before.phase()
                        : progress.phase().label(),
                iterations ? progress.iteration() : before.iteration(),
                before.firstIteration() >= 0 ? before.firstIteration() : progress.firstIteration(),
                progress.total() >= 0 ? progress.total() : before.trainIters(),
                Double.isNaN(before.firstLoss()) ? progress.firstLoss() : before.firstLoss(),
                Double.isNaN(progress.lastLoss()) ? before.lastLoss() : progress.lastLoss(),
                Double.isNaN(progress.averageLoss()) ? before.averageLoss() : progress.averageLoss(),
                iterations
                        ? progress.tokensPerSecondPerDevice(
                                        batch,
                                        session.spec().training().sequenceLength(),
                                        session.spec().training().world())
                                .orElse(Double.NaN)
                        : before.tokensPerSecondPerDevice(),
                iterations ? progress.secondsPerIteration().orElse(Double.NaN) : before.secondsPerIteration(),
                iterations ? secondsPerLine() : before.secondsPerLine(),
                Math.max(progress.savedIteration(), before.savedIteration()),
                diagnosis(cause, nanPassed ? null : before.diagnosis()),
                hostOutOfMemory()
                        ? TrainingVerdict.HOST_OUT_OF_MEMORY
                        : cause.map(Cause::kind)
                                .map(FailureKind::title)
                                .orElseGet(
                                        () -> nanPassed || before.reason() == null ? exitMeaning() : before.reason()));
    }

    private double secondsPerLine() {
        return progress.secondsPerIteration().orElse(Double.NaN) * evidence.interval();
    }

    /**
     * Many a run prints what looks like a failure and goes on; while it runs only a loss that stays no number is one, and random weights
     * where it was to load some.
     */
    private boolean counts(Cause cause) {
        return switch (cause.kind().code()) {
            case "LOSS_NAN" -> evidence.nan() || failed(session);
            case "CHECKPOINT_MISSING" -> loadsWeights();
            default -> failed(session) && !(cause.kind().secondary() && failedBesideTraining());
        };
    }

    /** Whether it was another step than the training that failed: of a program that did not run nothing is to be said. */
    private boolean failedBesideTraining() {
        String train = Step.Kind.TRAIN.label();
        return failedStep.isEmpty() ? !session.spec().request().steps().contains(train) : !failedStep.equals(train);
    }

    /** Our own steps know better what they were doing; that a disk is full is said with checkpoints in mind. */
    private boolean saysItself(FailureKind kind) {
        return failedBesideTraining()
                && !lastLine.isEmpty()
                && (lastLine.contains(REMEDY) || kind.code().equals("DISK_FULL"));
    }

    private boolean loadsWeights() {
        return !session.spec().request().runType().equals(RunType.PRETRAIN.label());
    }

    /** A run shorter than LOG_INTERVAL prints no iteration either, and has trained. */
    private boolean hadAllIterations() {
        return progress.iteration() < 0
                && progress.loadedIteration() >= session.spec().training().trainIters();
    }

    /** What its exit code alone says, of a session that failed. */
    private @Nullable String exitMeaning() {
        Integer code = session.exitCode();
        return code == null || session.state() != SessionState.FAILED ? null : ExitMeaning.title(code);
    }

    private String withoutACause() {
        Integer code = session.exitCode();
        String reason = session.reason();
        String printed = lastLine.isEmpty() ? "It printed nothing." : "The last it printed: " + lastLine;
        if (session.state() != SessionState.FAILED || code == null) {
            return printed;
        }
        String meaning = code == 0 && reason != null
                ? "Its exit code is 0, yet the " + reason + "."
                : ExitMeaning.diagnosis(code);
        return meaning.isEmpty() ? printed : meaning + " " + printed;
    }

    private boolean hostOutOfMemory() {
        return TrainingVerdict.HOST_OUT_OF_MEMORY.equals(session.reason());
    }

    private @Nullable String diagnosis(Optional<Cause> found, @Nullable String known) {
        if (hostOutOfMemory()) {
            return "The kernel killed a process of it, as the host or its container had no memory left. Try: fewer"
                    + " data workers, a larger container-memory, nothing else beside it; weights are loaded by every rank"
                    + " at once. state/out-of-memory has the kernel's words.";
        }
        if (found.isPresent() && !saysItself(found.get().kind())) {
            Cause cause = found.get();
            String who = cause.who().isEmpty() ? "" : " " + cause.who();
            return cause.kind().meaning() + who + " Try: " + cause.remedy() + ". The log says: "
                    + cause.failure().line();
        }
        if (known != null) {
            return known;
        }
        if (trainedNothing(session) && progress.phase() == Phase.ENDING && hadAllIterations()) {
            return "It ended in order and trained nothing: a checkpoint that has TRAIN_ITERS iterations already is"
                    + " loaded and saved again. Try: resume " + session.id().text() + " --more 100.";
        }
        if (!failed(session)) {
            return null;
        }
        return withoutACause();
    }
}
