package io.npushell.trainlog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a training ended of which no more is known than an exit code and a log: the rules, from values alone. Behind {@code | tee} the exit code is 0 whatever
 * happened.
 *
 * <p>It is failed on evidence only. A log that shows no iterations is taken at its exit code's word, and so is one that ends within a log interval of its end.
 *
 * @param reason why, in a few words; "" where it is completed
 * @param endSeen whether the log shows the end of a training, and not only nothing that speaks against one
 */
public record TrainingVerdict(Outcome outcome, String reason, boolean endSeen) {
    /** What only a training program's own death leaves behind: it counts also after the training was done. */
    private static final Set<String> DEATHS = Set.of("CHILD_FAILED", "NPU_OUT_OF_MEMORY", "CUDA_OUT_OF_MEMORY");

    /** What kills a process from outside, which the kernel does where the host has no memory left. */
    private static final String KILLED = "KILLED_BY_SIGNAL";

    private static final int EXIT_KILLED = 128 + 9;

    /** The reason where the kernel says so. */
    public static final String HOST_OUT_OF_MEMORY = "host out of memory";

    /** In these words Megatron says that it was asked to end from outside. */
    private static final String ASKED = "SIGTERM";

    /** How a training can be over. */
    public enum Outcome {
        COMPLETED,
        FAILED,
        STOPPED
    }

    /**
     * What the log does not know.
     *
     * @param exitCode of the script
     * @param stopAsked whether it was asked to stop before it ended
     * @param hostOutOfMemory whether the kernel killed a process for want of memory while it ran, by its log or its control group
     * @param wholeCheckpoint the newest iteration that it left whole on the disk, -1 for none
     */
    public record Outside(int exitCode, boolean stopAsked, boolean hostOutOfMemory, long wholeCheckpoint) {
        /** On a host that had memory enough, as far as is known. */
        public Outside(int exitCode, boolean stopAsked, long wholeCheckpoint) {
            this(exitCode, stopAsked, false, wholeCheckpoint);
        }
    }

    public static TrainingVerdict of(EndEvidence log, Outside outside) {
        boolean arrived =
                reached(log, outside) || (log.done() && log.limit().isEmpty() && missing(log) <= log.interval());
        if (outside.stopAsked() && !arrived) {
            return new TrainingVerdict(Outcome.STOPPED, exitCode(outside), true);
        }
        if (outside.exitCode() != 0) {
            return outside.stopAsked()
                    ? new TrainingVerdict(Outcome.STOPPED, exitCode(outside), true)
                    : broken(log, outside, arrived);
        }
        if (log.nan()) {
            return failed(title(FailureCatalog.LOSS_NAN));
        }
        if (log.limit().isPresent() && !arrived) {
            return limited(log);
        }
        Optional<FailureKind> cause = cause(log, log.done() || saved(log, outside));
        if (cause.isPresent()) {
            return failed(
                    outside.hostOutOfMemory() && cause.get().code().equals(KILLED)
                            ? HOST_OUT_OF_MEMORY
                            : cause.get().title());
        }
        if (missing(log) > log.interval() && !log.done() && !saved(log, outside)) {
            return failed(
                    nanTold(log)
                            ? title(FailureCatalog.LOSS_NAN)
                            : "log ends at iteration " + log.iteration() + " of " + log.total());
        }
        if (log.saving() && log.saved() < log.iteration() && outside.wholeCheckpoint() < log.iteration()) {
            return failed("the last checkpoint was not saved whole");
        }
        return new TrainingVerdict(Outcome.COMPLETED, "", log.iteration() >= 0 && arrived);
    }

    /** An exit code of a failure; yet who was asked to end from outside and says so has not failed. */
    private static TrainingVerdict broken(EndEvidence log, Outside outside, boolean arrived) {
        boolean asked = log.limit().filter(words -> words.contains(ASKED)).isPresent()
                && log.failures().stream().allMatch(failure -> failure.kind().secondary());
        if (asked && !arrived) {
            return limited(log);
        }
        return failed(outside.hostOutOfMemory() && killed(log, outside) ? HOST_OUT_OF_MEMORY : exitCode(outside));
    }

    /** Whether nothing else is named than that it was killed. */
    private static boolean killed(EndEvidence log, Outside outside) {
        return log.cause().map(found -> found.kind().code().equals(KILLED)).orElse(outside.exitCode() == EXIT_KILLED);
    }

    private static TrainingVerdict limited(EndEvidence log) {
        return new TrainingVerdict(
                Outcome.STOPPED, "its own limit: " + log.limit().orElse(""), true);
    }

    private static TrainingVerdict failed(String reason) {
        return new TrainingVerdict(Outcome.FAILED, reason, true);
    }

    private static String exitCode(Outside outside) {
        return "exit code " + outside.exitCode();
    }

    /** The iterations that the log lacks; 0 where it does not say how many there are. */
    private static long missing(EndEvidence log) {
        return log.iteration() < 0 || log.total() < 0 ? 0 : Math.max(0, log.total() - log.iteration());
    }

    private static boolean reached(EndEvidence log, Outside outside) {
        return (log.iteration() >= 0 && log.total() >= 0 && missing(log) == 0) || saved(log, outside);
    }

    /** Whether there is a checkpoint of the last iteration. */
    private static boolean saved(EndEvidence log, Outside outside) {
        return log.total() >= 0 && Math.max(log.saved(), outside.wholeCheckpoint()) >= log.total();
    }

    /** Of what it did not go on after. That it is NaN to the end is told by its newest iteration. */
    private static Optional<FailureKind> cause(EndEvidence log, boolean inOrder) {
        List<FailureKind> kinds = log.failures().stream()
                .map(LogEvent.Failure::kind)
                .filter(kind -> !kind.code().equals(FailureCatalog.LOSS_NAN))
                .toList();
        boolean died = kinds.stream().anyMatch(kind -> DEATHS.contains(kind.code()));
        if (kinds.isEmpty() || (inOrder && !died)) {
            return Optional.empty();
        }
        return log.cause().map(Cause::kind).filter(kinds::contains).or(() -> Optional.of(kinds.get(0)));
    }

    private static boolean nanTold(EndEvidence log) {
        return log.failures().stream().anyMatch(failure -> failure.kind().code().equals(FailureCatalog.LOSS_NAN));
    }

    private static String title(String code) {
        return new FailureCatalog().named(code).map(FailureKind::title).orElse(code);
    }
}
