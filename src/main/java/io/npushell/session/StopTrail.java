package io.npushell.session;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of a stop and of the end.
 *
 * @param asked whether somebody asked it to stop before it ended; by the order of the lines, as clocks jump
 * @param killed when KILL was sent, or null
 * @param end the event "ended", or null
 */
record StopTrail(
        boolean asked, @Nullable Instant killed, @Nullable SessionEvent end) {

    static StopTrail of(List<SessionEvent> events) {
        boolean asked = false;
        Instant killed = null;
        for (SessionEvent event : events) {
            switch (event.kind()) {
                case "stop-asked" -> asked = true;
                case "killed" -> killed = event.time();
                case "ended" -> {
                    return new StopTrail(asked, killed, event);
                }
                default -> {}
            }
        }
        return new StopTrail(asked, killed, null);
    }
}
