package io.npushell.trainlog;

import io.npushell.trainlog.LogEvent.Further;
import io.npushell.trainlog.LogEvent.Iteration;

/** Two lines of one iteration by two ranks: only the last of them prints the loss. */
final class IterationMerge {
    private IterationMerge() {}

    /** Whether they can be the same: no loss and no count that both have differs. */
    static boolean agree(Iteration one, Iteration other) {
        return (Double.isNaN(one.loss()) || Double.isNaN(other.loss()) || one.loss() == other.loss())
                && (one.consumedSamples() < 0
                        || other.consumedSamples() < 0
                        || one.consumedSamples() == other.consumedSamples());
    }

    /** The first line, with what only the other has. */
    static Iteration of(Iteration first, Iteration other) {
        return new Iteration(
                first.iteration(),
                known(first.total(), other.total()),
                known(first.consumedSamples(), other.consumedSamples()),
                known(first.elapsedMillis(), other.elapsedMillis()),
                known(first.learningRate(), other.learningRate()),
                known(first.globalBatch(), other.globalBatch()),
                known(first.loss(), other.loss()),
                known(first.gradNorm(), other.gradNorm()),
                known(first.skippedIterations(), other.skippedIterations()),
                known(first.nanIterations(), other.nanIterations()),
                further(first.further(), other.further()));
    }

    private static Further further(Further first, Further other) {
        return new Further(
                known(first.lossScale(), other.lossScale()),
                known(first.consumedTokens(), other.consumedTokens()),
                known(first.sequenceLength(), other.sequenceLength()),
                known(first.teraflops(), other.teraflops()),
                known(first.samplesPerSecond(), other.samplesPerSecond()),
                known(first.tokensPerSecond(), other.tokensPerSecond()),
                first.nanLoss() || other.nanLoss(),
                first.rounded() || other.rounded());
    }

    private static double known(double first, double other) {
        return Double.isNaN(first) ? other : first;
    }

    private static long known(long first, long other) {
        return first < 0 ? other : first;
    }
}
