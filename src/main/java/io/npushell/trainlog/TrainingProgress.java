package io.npushell.trainlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far a training has come: the fold of its log's events. Immutable.
 *
 * @param iteration newest one seen, -1 for none
 * @param firstIteration first one seen, -1 for none
 * @param total iterations the run goes to, -1 where the log has not said
 * @param firstLoss NaN for none
 * @param lastLoss NaN for none; a NaN loss does not replace a number
 * @param validationLoss newest one, NaN for none
 * @param globalBatch as the log says, -1 where it does not
 * @param loadedIteration the checkpoint that the run started from, -1 for none
 * @param savedIteration the newest checkpoint saved, -1 for none
 * @param nanLosses lines whose loss or gradient is NaN
 * @param skippedIterations optimizer steps left out, by the lines' own counts
 * @param losses of the newest iterations, oldest first, at most {@link #RECENT}
 * @param millis elapsed times of the newest iterations, oldest first, at most {@link #RECENT}
 * @param data newest progress of the data step, empty for none
 * @param weights newest progress of the weights or the export step, empty for none
 * @param done whether it says that the training is over: {@code [after training is done]}, or an announced end
 * @param announced why it ends before its last iteration, where it says so ("after receiving SIGTERM"), else ""
 * @param failures what of it may be the cause of its end
 */
public record TrainingProgress(
        Phase phase,
        long iteration,
        long firstIteration,
        long total,
        double firstLoss,
        double lastLoss,
        double validationLoss,
        long globalBatch,
        long loadedIteration,
        long savedIteration,
        long nanLosses,
        long skippedIterations,
        List<Double> losses,
        List<Double> millis,
        List<LogEvent.DataProgress> data,
        List<LogEvent.WeightsProgress> weights,
        boolean done,
        String announced,
        FailureTrail failures) {
    public static final int RECENT = 10;

    public static final TrainingProgress NONE = new ProgressChange().done();

    public TrainingProgress {
        losses = List.copyOf(losses);
        millis = List.copyOf(millis);
        data = List.copyOf(data);
        weights = List.copyOf(weights);
    }

    public TrainingProgress with(LogEvent event) {
        return new ProgressChange(this).take(event).done();
    }

    /** As if folded one by one. */
    public TrainingProgress withAll(Iterable<? extends LogEvent> events) {
        ProgressChange change = new ProgressChange(this);
        events.forEach(change::take);
        return change.done();
    }

    /** Why it ended, as far as this log tells: the first failure that nothing overcame. */
    public Optional<Cause> cause() {
        return failures.cause();
    }

    /** The failure that names the cause. */
    public Optional<LogEvent.Failure> failure() {
        return cause().map(Cause::failure);
    }

    /** Whether its newest iterations have no loss that is a number. */
    public boolean lossIsNan() {
        return failures.lossIsNan();
    }

    /** Mean of the newest losses, NaN for none. */
    public double averageLoss() {
        return losses.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** Median of the newest iterations, so that one slow step (the first, or one beside a save) does not count. */
    public OptionalDouble secondsPerIteration() {
        List<Double> sorted = new ArrayList<>(millis);
        sorted.sort(null);
        int count = sorted.size();
        return count == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2000);
    }

    /** The manual's figure: global batch × sequence length ÷ (devices × milliseconds per iteration) × 1000. */
    public OptionalDouble tokensPerSecondPerDevice(long batch, long sequenceLength, long devices) {
        OptionalDouble seconds = secondsPerIteration();
        return seconds.isEmpty() || seconds.getAsDouble() <= 0 || devices <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) batch * sequenceLength / (devices * seconds.getAsDouble()));
    }

    /** Seconds to the last iteration at the present speed; evaluation and saving come on top. */
    public OptionalDouble secondsLeft() {
        OptionalDouble seconds = secondsPerIteration();
        return seconds.isEmpty() || total < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, total - iteration) * seconds.getAsDouble());
    }
}
