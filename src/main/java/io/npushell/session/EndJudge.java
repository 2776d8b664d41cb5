package io.npushell.session;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges by its log how a training ended whose exit code says too little; implemented where logs may be read. Asked once per session. */
@FunctionalInterface
public interface EndJudge {
    /** Nothing but the exit code counts. */
    EndJudge NONE = end -> Optional.empty();

    /** Beside a completed session: nothing in its log shows the end. */
    String END_NOT_SEEN = "end not seen in the log";

    /** Under this name the record of a session says by which rules its end is judged; older ones have none and keep their state. */
    String RULES = "verdict";

    /** How it ended; empty where the log cannot be read, so that it is asked again. */
    Optional<Verdict> judge(Ended end);

    /**
     * A session of which run.sh has ended.
     *
     * @param outOfMemory the kernel's words where it killed a process for want of memory on the host, or null
     */
    record Ended(
            SessionSpec spec,
            Path log,
            @Nullable Instant started,
            int exitCode,
            boolean stopAsked,
            @Nullable String outOfMemory) {}

    /**
     * The judgement.
     *
     * @param reason "NPU out of memory", or null
     * @param mark {@link #END_NOT_SEEN} or null
     */
    record Verdict(
            SessionState state,
            @Nullable String reason,
            @Nullable String mark) {}
}
