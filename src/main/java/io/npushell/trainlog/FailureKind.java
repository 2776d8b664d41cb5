package io.npushell.trainlog;

/**
 * One known failure.
 *
 * @param code stable, "NPU_OUT_OF_MEMORY"
 * @param title a few words for lists: "NPU out of memory"
 * @param meaning what happened, one sentence
 * @param remedy what to do, a command where there is one
 * @param weight what it says of the end of a training
 * @param early whether it is of the time before the trainer runs, so that the trainer's own words overcome it
 */
public record FailureKind(String code, String title, String meaning, String remedy, Weight weight, boolean early) {

    /** What a failure says of the end of a training. */
    public enum Weight {
        /** Names what went wrong. */
        CAUSE,
        /** An error of the failed program itself that names no more than that: an exception, a signal. */
        GENERAL,
        /** What a rank says of another one that it waits for: the cause only where nothing else is one. */
        CONSEQUENCE,
        /** Only follows from another failure. */
        FOLLOWING,
        /** Ends no training, and no iteration overcomes it. */
        WARNING
    }

    /** Whether it names no cause of its own, so that another line is to be looked for. */
    public boolean secondary() {
        return weight == Weight.GENERAL || weight == Weight.FOLLOWING || weight == Weight.WARNING;
    }
}
