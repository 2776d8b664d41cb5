package io.npushell.session;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of events.jsonl.
 *
 * @param kind "created", "started", "phase", "checkpoint", "stop-asked", "killed", "finding", "note", "ended"
 * @param details text by name, in order
 */
public record SessionEvent(Instant time, String kind, Map<String, String> details) {
    public SessionEvent {
        details = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
