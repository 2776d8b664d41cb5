package io.npushell.trainlog;

/** One thing a line of a training log says. Numbers that the line does not have are NaN or -1. */
public sealed interface LogEvent {

    /**
     * An iteration line.
     *
     * @param total iterations the run goes to
     * @param elapsedMillis per iteration, averaged over the log interval, evaluation and saving excluded
     * @param loss lm loss; NaN where the line has none, which Megatron prints for a NaN loss
     * @param nanIterations cumulative count of the line, -1 where not given
     */
    record Iteration(
            long iteration,
            long total,
            long consumedSamples,
            double elapsedMillis,
            double learningRate,
            long globalBatch,
            double loss,
            double gradNorm,
            long skippedIterations,
            long nanIterations)
            implements LogEvent {}

    /** The run came to a new phase. */
    record PhaseChange(Phase phase) implements LogEvent {}

    /** A checkpoint is complete on disk. */
    record CheckpointSaved(long iteration, String directory) implements LogEvent {}

    /** A checkpoint was loaded; the run goes on from this iteration. */
    record CheckpointLoaded(long iteration, String directory) implements LogEvent {}

    /** A validation result. */
    record Validation(long iteration, double loss) implements LogEvent {}

    /** A line that tells of a failure; see {@link FailureCatalog}. */
    record Failure(FailureKind kind, String line) implements LogEvent {}

    /**
     * A progress line of the data step.
     *
     * @param percent of the input read so far, -1 where not given
     */
    record DataProgress(long documents, long tokens, double tokensPerSecond, double percent) implements LogEvent {}

    /**
     * A progress line of the weights or the export step.
     *
     * @param written GiB written so far
     * @param speed MiB per second
     * @param percent of the bytes, -1 where not given
     */
    record WeightsProgress(long tensors, long allTensors, double written, double speed, double percent)
            implements LogEvent {}

    /** Something else worth telling the operator: a warning. */
    record Notice(String text) implements LogEvent {}
}
