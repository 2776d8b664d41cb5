package io.npushell.session;

import org.jspecify.annotations.Nullable;

/**
 * What reading the log so far gave: the content of summary.json, a cache that may be stale or missing.
 *
 * @param logOffset bytes of run.log that went into it
 * @param phase "preparing data", "loading", "training", "saving" …
 * @param iteration newest iteration seen in this session, -1 for none yet
 * @param firstIteration first iteration seen, -1 for none
 * @param trainIters the iterations the log says it runs to, -1 where it has not said
 * @param firstLoss lm loss of the first line that has one, NaN for none
 * @param lastLoss newest lm loss, NaN for none
 * @param averageLoss mean of the last ten losses, NaN for none
 * @param tokensPerSecondPerDevice by the manual's formula over the last iterations, NaN where unknown
 * @param secondsPerIteration over the last iterations, NaN where unknown
 * @param secondsPerLine usual time between two lines of iterations, NaN where unknown
 * @param savedIteration newest checkpoint the log says was saved, -1 for none
 * @param diagnosis why it failed, one sentence with remedy, or null
 * @param reason a word for lists: "NPU out of memory", or null
 */
public record Summary(
        long logOffset,
        String phase,
        long iteration,
        long firstIteration,
        long trainIters,
        double firstLoss,
        double lastLoss,
        double averageLoss,
        double tokensPerSecondPerDevice,
        double secondsPerIteration,
        double secondsPerLine,
        long savedIteration,
        @Nullable String diagnosis,
        @Nullable String reason) {

    public static Summary empty() {
        return new Summary(
                0,
                "starting",
                -1,
                -1,
                -1,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                -1,
                null,
                null);
    }
}
