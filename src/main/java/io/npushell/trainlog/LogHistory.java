package io.npushell.trainlog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Everything a log says of a training, from its first iteration to its last; {@link TrainingProgress} is where it stands.
 *
 * <p>An iteration that several ranks printed counts once. One that comes again after a restart counts again.
 */
public final class LogHistory implements Consumer<LogEvent> {
    /** So many lines back the same iteration of another rank may stand. */
    private static final int INTERLEAVED = 64;

    private static final int MOST = 10_000;

    private final IterationTable iterations = new IterationTable();
    private final List<LogEvent.CheckpointSaved> saves = new ArrayList<>();
    private final List<LogEvent.CheckpointLoaded> loads = new ArrayList<>();
    private final List<LogEvent.Validation> validations = new ArrayList<>();
    private final Map<String, Long> arguments = new HashMap<>();
    private final ProgressChange progress = new ProgressChange();
    private boolean found;
    private boolean trained;
    private int start;
    private int firstOfStart;
    private long rank = -1;

    @Override
    public void accept(LogEvent event) {
        found |= !(event instanceof LogEvent.Notice);
        if (event instanceof LogEvent.Iteration line) {
            trained = true;
            iteration(line);
        } else if (event instanceof LogEvent.PrintedBy printer) {
            rank = printer.rank();
        } else if (event instanceof LogEvent.CheckpointSaved save) {
            keep(saves, save);
        } else if (event instanceof LogEvent.CheckpointLoaded load) {
            keep(loads, load);
        } else if (event instanceof LogEvent.Validation validation) {
            keep(validations, validation);
        } else if (event instanceof LogEvent.Argument argument) {
            arguments.put(argument.name(), argument.value());
        } else if (event instanceof LogEvent.PhaseChange change) {
            trained |= change.phase() == Phase.TRAINING;
            if (change.phase() == Phase.LOADING && iterations.size() > firstOfStart) {
                newStart();
            }
        }
        progress.take(event);
    }

    public IterationTable iterations() {
        return iterations;
    }

    /** Each checkpoint that was saved, in order. */
    public List<LogEvent.CheckpointSaved> saves() {
        return Collections.unmodifiableList(saves);
    }

    public List<LogEvent.CheckpointLoaded> loads() {
        return Collections.unmodifiableList(loads);
    }

    public List<LogEvent.Validation> validations() {
        return Collections.unmodifiableList(validations);
    }

    /** A number of the trainer's arguments, by Megatron's name. */
    public OptionalLong argument(String name) {
        Long value = arguments.get(name);
        return value == null || value <= 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Where it stands at the end. */
    public TrainingProgress progress() {
        return progress.done();
    }

    /** Whether there was anything of a training: a line of one, an argument, a failure. */
    public boolean found() {
        return found;
    }

    /** Whether the training loop was reached. */
    public boolean trained() {
        return trained;
    }

    /** How often the training was started again within this log. */
    public int restarts() {
        return start;
    }

    private void iteration(LogEvent.Iteration line) {
        int last = iterations.size() - 1;
        if (last >= firstOfStart && line.iteration() <= iterations.iteration(last)) {
            int same = same(line, last);
            if (same >= 0) {
                iterations.replace(same, IterationMerge.of(iterations.row(same), line));
                return;
            }
            newStart();
        }
        iterations.add(line, start, rank);
    }

    /** The row of the same iteration printed by another rank, or -1: the same rank prints one again only in another run. */
    private int same(LogEvent.Iteration line, int last) {
        for (int row = last; row >= Math.max(firstOfStart, last - INTERLEAVED); row--) {
            if (iterations.iteration(row) == line.iteration()) {
                return another(line, row) ? row : -1;
            }
        }
        return -1;
    }

    private boolean another(LogEvent.Iteration line, int row) {
        long printer = iterations.rank(row);
        boolean told = printer >= 0 && rank >= 0;
        return told ? printer != rank : IterationMerge.agree(iterations.row(row), line);
    }

    private void newStart() {
        start++;
        firstOfStart = iterations.size();
    }

    /** A damaged log may repeat such lines without end. */
    private static <T> void keep(List<T> list, T event) {
        if (list.size() < MOST) {
            list.add(event);
        }
    }
}
