package io.npushell.launch;

import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the output of a session is now by its journal: its own directory, the place a later launch or the operator moved it to, or gone.
 *
 * @param directory where it is, or was
 * @param moved whether that is another place than it was made in
 * @param overwrittenBy who cleared it for output of its own, in words, or null
 */
record SessionOutput(
        Path directory, boolean moved, @Nullable String overwrittenBy) {
    /** Kinds of journal events: moved aside by a launch, said by the operator to be elsewhere, cleared by a launch. */
    static final String ARCHIVED = "archived";

    static final String ADOPTED = "adopted";
    static final String OVERWRITTEN = "overwritten";

    /** Empty for a session that trains nothing. */
    static Optional<SessionOutput> of(Session session, SessionStore store) {
        String own = session.spec().run().outputDirectory();
        if (own == null) {
            return Optional.empty();
        }
        SessionOutput place = new SessionOutput(Path.of(own), false, null);
        for (SessionEvent event : store.events(session)) {
            place = place.after(event, own);
        }
        return Optional.of(place);
    }

    /** Its own journal also says what it did to the output of others, before it began: that has no "by". */
    private SessionOutput after(SessionEvent event, String own) {
        Map<String, String> details = event.details();
        String output = details.get("output");
        String by = details.get("by");
        if (output == null || by == null) {
            return this;
        }
        return switch (event.kind()) {
            case ARCHIVED, ADOPTED -> {
                Path place = Path.of(output);
                // said before it is done: a launch that died in between has moved nothing
                boolean undone = !Files.exists(place) && Files.exists(directory);
                yield undone ? this : new SessionOutput(place, !output.equals(own), null);
            }
            case OVERWRITTEN -> new SessionOutput(directory, moved, by);
            default -> this;
        };
    }
}
