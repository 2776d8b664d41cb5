package io.npushell.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of events.jsonl.
 *
 * @param kind "created", "started", "phase", "checkpoint", "stop-asked", "killed", "stop-given-up", "finding", "note", "ended"
 * @param details text by name, in order; of "ended" the exit code as the supervisor knows it ("code"), or how it was found to be over by somebody else
 *     ("state", "reason", "by")
 */
public record SessionEvent(Instant time, String kind, Map<String, String> details) {
    public SessionEvent {
        details = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** The end that a stop saw of a session whose supervisor is dead and records none. */
    public static SessionEvent stoppedUnrecorded(Instant time) {
        return StopTrail.seen(time, Observation.of(SessionState.STOPPED, "exit code unknown"), "stop");
    }
}
