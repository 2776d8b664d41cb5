package io.npushell.trainlog;

import java.util.Locale;

/**
 * Why a training ended, as far as its log says: the first failure that nothing overcame.
 *
 * @param failure what says so
 * @param culprit who failed first, as far as the log names it
 * @param waited whether the failure is of a rank that only waited for the culprit
 * @param certain whether it ends a training: it calls itself no warning, and no iteration came after it
 */
public record Cause(LogEvent.Failure failure, Culprit culprit, boolean waited, boolean certain) {
    public FailureKind kind() {
        return failure.kind();
    }

    /** "Rank 5 on node-b failed first.", "Rank 3 waited for NPU 0 of 192.0.2.195."; "" where the log names nobody. */
    public String who() {
        if (!culprit.known()) {
            return "";
        }
        if (!waited) {
            return capitalised(culprit.text()) + " failed first.";
        }
        Culprit told = failure.culprit();
        return told.rank() < 0
                ? capitalised(culprit.text()) + " is the one that was waited for."
                : "Rank " + told.rank() + " waited for " + culprit.text() + ".";
    }

    /** What to do, with the number of the NPU where the log names it. */
    public String remedy() {
        long npu = waited ? failure.culprit().npu() : culprit.npu();
        return kind().remedy().replace("{npu}", npu < 0 ? "N" : Long.toString(npu));
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
