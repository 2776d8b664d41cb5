package io.npushell.trainlog;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Where a training is in its course: turns marks and iterations into events, each change of phase told once. */
final class LogCourse {
    private Phase phase = Phase.STARTING;
    private boolean trained;
    private long lastIteration = -1;
    private final OtherTrainers others = new OtherTrainers();
    private final FailureReport report = new FailureReport();
    private Optional<LogEvent.CheckpointLoaded> loading = Optional.empty();
    private boolean saidDone;

    /** Whether the training said since the last call that it is done. */
    boolean saidDone() {
        boolean said = saidDone;
        saidDone = false;
        return said;
    }

    void mark(LogMark mark, Matcher line, String text, Consumer<LogEvent> sink) {
        switch (mark) {
            case DATA, PROCESSED -> {
                enter(Phase.PREPARING_DATA, sink);
                sink.accept(progress(mark, line));
            }
            case WEIGHTS -> {
                enter(trained ? Phase.ENDING : Phase.CONVERTING_WEIGHTS, sink);
                sink.accept(new LogEvent.WeightsProgress(
                        number(line.group(1)),
                        number(line.group(2)),
                        decimal(line.group(3)),
                        decimal(line.group(4)),
                        line.group(5) == null ? -1 : decimal(line.group(5))));
            }
            case OPENING -> enter(Phase.PREPARING_DATA, sink);
            case SAVER, LOADER, SENDING -> enter(Phase.CONVERTING_WEIGHTS, sink);
            case DISTRIBUTED, BUILDING, DATASETS -> enter(Phase.LOADING, sink);
            case WORLD -> {
                enter(Phase.LOADING, sink);
                argument("world_size", line.group(1), sink);
                argument("tensor_model_parallel_size", line.group(2), sink);
                argument("pipeline_model_parallel_size", line.group(3), sink);
            }
            case SEQUENCE_ARGUMENT,
                    WORLD_ARGUMENT,
                    BATCH_ARGUMENT,
                    MICRO_BATCH_ARGUMENT,
                    TENSOR_ARGUMENT,
                    PIPELINE_ARGUMENT,
                    ITERATIONS_ARGUMENT,
                    INTERVAL_ARGUMENT -> argument(line.group(1), line.group(2), sink);
            case LOADING -> {
                enter(Phase.LOADING, sink);
                loading = Optional.of(new LogEvent.CheckpointLoaded(number(line.group(2)), line.group(1)));
            }
            case LOADING_RELEASE -> {
                enter(Phase.LOADING, sink);
                loading = Optional.of(new LogEvent.CheckpointLoaded(0, line.group(1)));
            }
            case LOADED -> {
                loading = Optional.empty();
                sink.accept(new LogEvent.CheckpointLoaded(number(line.group(2)), line.group(1)));
            }
            case BUILT -> { // older trainers say no more than this about a checkpoint that was loaded
                loading.ifPresent(sink);
                loading = Optional.empty();
            }
            case RANDOM_START -> sink.accept(new LogEvent.Notice("no checkpoint found: starts from random weights"));
            case TRAINING, BEFORE -> enter(Phase.TRAINING, sink);
            case EVALUATING -> enter(Phase.VALIDATING, sink);
            case VALIDATION -> validation(line, sink);
            case SAVING -> enter(Phase.SAVING, sink);
            case SAVED -> {
                String directory = line.group(2) == null ? "" : line.group(2);
                sink.accept(new LogEvent.CheckpointSaved(number(line.group(1)), directory));
                enter(trained ? Phase.ENDING : Phase.TRAINING, sink);
            }
            case AFTER -> {
                trained = true;
                enter(Phase.ENDING, sink);
                saidDone = true;
            }
            case EXITING -> {
                trained = true;
                sink.accept(new LogEvent.EndAnnounced(line.group(1).strip()));
                enter(Phase.ENDING, sink);
            }
            case BAR_OF_SECONDS, BAR_OF_STEPS -> others.bar(number(line.group(1)), number(line.group(2)));
            case ALL_STEPS -> others.total(number(line.group(1)));
            case DICT, JSON_DICT -> others.dict(text).ifPresent(step -> iteration(step, sink));
            case VERL -> iteration(others.verl(number(line.group(1)), line.group(2)), sink);
            case TRAINER_DONE -> {
                trained = true;
                enter(Phase.ENDING, sink);
            }
            case FIRST_FAILED, ROOT_CAUSE, OTHER_FAILURES, FAILED_HOST, FAILED_RANK, REPORT_END ->
                report.mark(mark, line, sink);
            case REMOTE_RANK, REMOTE_RANK_OF_HCCL, PEER_RANK ->
                sink.accept(new LogEvent.Blamed(new Culprit(number(line.group(1)), -1, ""), false));
            case EXCEPTION_LOCATION, PEER_DEVICE ->
                sink.accept(new LogEvent.Blamed(
                        new Culprit(-1, number(line.group(2)), line.group(1).strip()), false));
        }
    }

    /** A failure that a line tells of, with what torchrun's report says of whom it is; empty where that is not the first to fail. */
    Optional<LogEvent.Failure> failure(FailureKind kind, String line) {
        return report.failure(kind, line);
    }

    void iteration(LogEvent.Iteration iteration, Consumer<LogEvent> sink) {
        trained = false;
        lastIteration = iteration.iteration();
        enter(Phase.TRAINING, sink);
        sink.accept(iteration);
    }

    private void enter(Phase next, Consumer<LogEvent> sink) {
        if (next != phase) {
            phase = next;
            sink.accept(new LogEvent.PhaseChange(next));
        }
    }

    private void validation(Matcher line, Consumer<LogEvent> sink) {
        enter(Phase.VALIDATING, sink);
        double loss = decimal(line.group(4));
        if (line.group(2) != null || line.group(3) != null) {
            sink.accept(new LogEvent.Notice("test loss " + loss));
        } else {
            sink.accept(new LogEvent.Validation(line.group(1) == null ? lastIteration : number(line.group(1)), loss));
        }
        if (trained) {
            enter(Phase.ENDING, sink);
        }
    }

    private static void argument(String name, @Nullable String value, Consumer<LogEvent> sink) {
        if (value != null) {
            sink.accept(new LogEvent.Argument(name, number(value)));
        }
    }

    private static LogEvent progress(LogMark mark, Matcher line) {
        if (mark == LogMark.PROCESSED) {
            return new LogEvent.DataProgress(number(line.group(1)), -1, Double.NaN, -1);
        }
        double percent = line.group(4) == null ? -1 : decimal(line.group(4));
        return new LogEvent.DataProgress(number(line.group(1)), number(line.group(2)), decimal(line.group(3)), percent);
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLong) {
            return -1;
        }
    }

    private static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }
}
