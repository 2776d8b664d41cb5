package io.npushell.session;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as it was found just now.
 *
 * @param reason why it is in this state where the state alone does not say: "orphaned", "rebooted", "exit code 3"; or null
 * @param mark "corrupt" or "unreachable" where the record cannot be read or its host asked, "end not seen in the log" beside a completed one, "silent for 3 h" beside a
 *     running one, or null
 * @param step label of the step it is in or ended in, or null
 * @param exitCode of run.sh, or null while unknown; 128 + N for signal N
 * @param summary from summary.json; as stale as it is
 */
public record Session(
        SessionSpec spec,
        Path directory,
        SessionState state,
        @Nullable String reason,
        @Nullable String mark,
        @Nullable String step,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable Integer exitCode,
        Summary summary) {

    /** The same with a mark. */
    public Session marked(String odd) {
        return new Session(spec, directory, state, reason, odd, step, started, ended, exitCode, summary);
    }

    public SessionId id() {
        return spec.id();
    }

    /** Whether its record cannot be read; what it was asked is then unknown. */
    public boolean corrupt() {
        return "corrupt".equals(mark);
    }

    /** Whether only another host, container or user can tell what it does. */
    public boolean unreachable() {
        return Observation.UNREACHABLE.equals(mark);
    }

    /** Whether its record cannot be read or its host cannot be asked, so that nothing can be done with it here. */
    public boolean outOfReach() {
        return corrupt() || unreachable();
    }

    public Path log() {
        return directory.resolve("run.log");
    }
}
