package io.npushell.trainlog;

/** One thing a line of a training log says. Numbers that the line does not have are NaN or -1. */
public sealed interface LogEvent {

    /**
     * An iteration line.
     *
     * @param total iterations the run goes to
     * @param elapsedMillis per iteration, averaged over the log interval, evaluation and saving excluded
     * @param loss lm loss; NaN where the line has none, which Megatron prints for a NaN loss
     * @param nanIterations since the last line, -1 where not given
     * @param further what only some trainers print
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
            long nanIterations,
            Further further)
            implements LogEvent {

        /** Whether its loss is no number: said so, or left out of a whole line of Megatron's, which counts skipped steps at its end. */
        public boolean lossIsNan() {
            return Double.isInfinite(loss) || (Double.isNaN(loss) && (skippedIterations == 0 || further.nanLoss()));
        }
    }

    /**
     * Fields of an iteration line that only some trainers print.
     *
     * @param consumedTokens since the very first iteration
     * @param sequenceLength tokens of a sample in this iteration ("actual seqlen"), where a curriculum changes it
     * @param teraflops per device and second
     * @param tokensPerSecond per device, as the trainer itself says
     * @param nanLoss whether the line has a loss, and it is none that is a number
     * @param rounded whether its counts of samples or tokens are rounded to thousands ("1.02K"), while it says the speed itself
     */
    record Further(
            double lossScale,
            long consumedTokens,
            long sequenceLength,
            double teraflops,
            double samplesPerSecond,
            double tokensPerSecond,
            boolean nanLoss,
            boolean rounded) {
        public Further(
                double lossScale,
                long consumedTokens,
                long sequenceLength,
                double teraflops,
                double samplesPerSecond,
                double tokensPerSecond) {
            this(lossScale, consumedTokens, sequenceLength, teraflops, samplesPerSecond, tokensPerSecond, false, false);
        }

        public static final Further NONE = new Further(Double.NaN, -1, -1, Double.NaN, Double.NaN, Double.NaN);
    }

    /** A number that the trainer says it was started with, by Megatron's name: {@code seq_length}, {@code world_size}. */
    record Argument(String name, long value) implements LogEvent {}

    /** The iterations from here on are printed by this rank, as the launcher's mark before them says. */
    record PrintedBy(long rank) implements LogEvent {}

    /** The run came to a new phase. */
    record PhaseChange(Phase phase) implements LogEvent {}

    /** A checkpoint is complete on disk. */
    record CheckpointSaved(long iteration, String directory) implements LogEvent {}

    /** A checkpoint was loaded; the run goes on from this iteration. */
    record CheckpointLoaded(long iteration, String directory) implements LogEvent {}

    /** A validation result. */
    record Validation(long iteration, double loss) implements LogEvent {}

    /**
     * A line that tells of a failure; see {@link FailureCatalog}.
     *
     * @param culprit the rank that printed it, as far as the line says
     * @param warning whether the line calls itself a warning
     */
    record Failure(FailureKind kind, String line, Culprit culprit, boolean warning) implements LogEvent {}

    /**
     * The log names who failed, beside the failure itself.
     *
     * @param first whether the launcher says that it failed first; else another rank only waited for it
     */
    record Blamed(Culprit culprit, boolean first) implements LogEvent {}

    /** The run says that it ends before its last iteration, and why: "after receiving SIGTERM". */
    record EndAnnounced(String why) implements LogEvent {}

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
