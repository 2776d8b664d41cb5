package io.npushell.session;

import io.npushell.session.StateFiles.Exit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    /** The exit code that the supervisor wrote to the journal; whoever else saw an end knows none. */
    Optional<Exit> exit() {
        String code = end == null ? null : end.details().get("code");
        return end == null || code == null || !code.matches("\\d{1,3}")
                ? Optional.empty()
                : Optional.of(new Exit(Integer.parseInt(code), end.time(), false));
    }
}
