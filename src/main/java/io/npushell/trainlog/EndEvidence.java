package io.npushell.trainlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a log tells of how its last run ended: the fold of its events. A run that began anew within the log makes it forget the one before.
 *
 * <p>Ranks print side by side, so the line of an iteration may come a little after the words that the run is over, or that a rank has died:
 * one such line takes back neither.
 */
public final class EndEvidence implements Consumer<LogEvent> {
    private static final int MOST_FAILURES = 100;
    private static final String ANNOUNCED = "exiting program ";

    private FailureTrail trail = FailureTrail.NONE;
    private long iteration = -1;
    private long total = -1;
    private long loaded = -1;
    private long saved = -1;
    private long interval = -1;
    private boolean saving;
    private boolean finiteLoss;
    private boolean nanLine;
    private boolean nanGradient;
    private boolean nanTold;
    private boolean done;
    private Optional<String> limit = Optional.empty();
    private int iterationsSinceTold;
    private final List<LogEvent.Failure> failures = new ArrayList<>();
    private int iterationsSinceFailure;
    private boolean traceback;

    @Override
    public void accept(LogEvent event) {
        trail = trail.with(event, iteration);
        if (event instanceof LogEvent.Iteration line) {
            iteration(line);
        } else if (event instanceof LogEvent.Failure failure) {
            failure(failure);
        } else if (event instanceof LogEvent.EndAnnounced end) {
            limit = Optional.of(ANNOUNCED + end.why());
            told();
        } else if (event instanceof LogEvent.CheckpointSaved save) {
            saved = save.iteration();
            saving = false;
            overcome();
        } else if (event instanceof LogEvent.CheckpointLoaded load) {
            loaded = load.iteration();
        } else if (event instanceof LogEvent.Argument argument
                && argument.name().equals("log_interval")) {
            interval = argument.value();
        } else if (event instanceof LogEvent.PhaseChange change) {
            phase(change.phase());
        }
    }

    /** The training says that it is done. */
    void trainingIsDone() {
        done = true;
        told();
    }

    /** An error of Python's that nothing caught is about to be told. */
    void traceback() {
        traceback = true;
    }

    /** The newest iteration printed, -1 for none. */
    public long iteration() {
        return iteration;
    }

    /** The iterations it goes to, by the newest line; -1 where the log does not say. */
    public long total() {
        return total;
    }

    /** How many iterations apart its lines are, as far as it can be told. */
    public long interval() {
        return Math.max(1, interval);
    }

    /** The checkpoint the log says was saved last, -1 for none. */
    public long saved() {
        return saved;
    }

    /** Whether a save was begun and not finished. */
    public boolean saving() {
        return saving;
    }

    /** Whether it said that the training is done. */
    public boolean done() {
        return done;
    }

    /** Its words where it said that it ends before its last iteration. */
    public Optional<String> limit() {
        return limit;
    }

    /** Whether the newest iteration's loss or gradient is no number, so that the model it leaves is none. */
    public boolean nan() {
        return iteration >= 0 && (nanGradient || (nanLine && !finiteLoss));
    }

    /** Of the failures that the run did not go on after, the one that is the cause of the others. */
    public Optional<Cause> cause() {
        return trail.cause();
    }

    /**
     * What the run did not go on after, in the order printed: nothing that calls itself a warning, and of an error of Python's own only
     * where it was not caught, as far as the log shows.
     */
    public List<LogEvent.Failure> failures() {
        return failures.stream()
                .filter(failure -> traceback || !caughtPerhaps(failure.kind()))
                .toList();
    }

    private static boolean caughtPerhaps(FailureKind kind) {
        return kind.code().equals("PYTHON_ERROR") || kind.code().equals("FILE_MISSING");
    }

    private void iteration(LogEvent.Iteration line) {
        boolean again = line.iteration() == iteration; // by another rank
        if (!again) {
            if (line.iteration() < iteration) {
                newRun();
            }
            space(line.iteration());
            iteration = line.iteration();
            finiteLoss = false;
            nanLine = false;
            nanGradient = false;
            saving = false;
            if (++iterationsSinceTold > 1) {
                done = false;
                limit = Optional.empty();
            }
            if (++iterationsSinceFailure > 1) {
                overcome();
            }
        }
        total = line.total() >= 0 ? line.total() : total;
        finiteLoss |= Double.isFinite(line.loss());
        if (line.skippedIterations() <= 0) {
            nanLine |= nanTold || (Double.isNaN(line.loss()) && line.skippedIterations() == 0);
            nanGradient |= nanTold && Double.isNaN(line.gradNorm());
        }
        nanTold = false;
        if (total >= 0 && iteration >= total) {
            overcome();
        }
    }

    /** The smallest distance of two lines; a first line alone stands as far from where the run began. */
    private void space(long next) {
        long distance = iteration < 0 ? next - Math.max(0, loaded) : next - iteration;
        if (distance > 0 && (interval < 0 || distance < interval)) {
            interval = distance;
        }
    }

    private void told() {
        iterationsSinceTold = 0;
        overcome();
    }

    private void failure(LogEvent.Failure failure) {
        if (failure.kind().code().equals(FailureCatalog.LOSS_NAN)) {
            nanTold = true;
        }
        boolean warns = failure.warning() || failure.kind().weight() == FailureKind.Weight.WARNING;
        if (!warns && failures.size() < MOST_FAILURES) {
            failures.add(failure);
        }
        iterationsSinceFailure = 0;
    }

    private void phase(Phase phase) {
        switch (phase) {
            case SAVING -> saving = true;
            case TRAINING -> overcome();
            case LOADING -> {
                failures.removeIf(failure -> failure.kind().early());
                if (iteration >= 0) {
                    newRun();
                }
            }
            default -> {}
        }
    }

    /** What was printed of iterations stays: where the new run prints none, the old one's end is all there is. */
    private void newRun() {
        done = false;
        limit = Optional.empty();
        saving = false;
    }

    private void overcome() {
        failures.clear();
        traceback = false;
    }
}
