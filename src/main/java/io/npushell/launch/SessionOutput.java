package io.npushell.launch;

import io.npushell.session.Session;
import io.npushell.session.SessionStore;
import java.nio.file.Path;
import java.util.Optional;

/** Where the output of a session is now: its own directory, or the place a later launch moved it to. */
public final class SessionOutput {
    /** The kind of journal event that says so. */
    static final String ARCHIVED = "archived";

    private SessionOutput() {}

    /** Empty for a session that trains nothing. */
    public static Optional<Path> of(Session session, SessionStore store) {
        return Optional.ofNullable(session.spec().outputDirectory())
                .map(own -> Path.of(moved(session, store).orElse(own)));
    }

    /** The newest place it was moved to; empty where it is where it was made. */
    static Optional<String> moved(Session session, SessionStore store) {
        return store.events(session).stream()
                // its own journal also says what it moved aside itself, before it began
                .filter(event ->
                        event.kind().equals(ARCHIVED) && event.details().containsKey("by"))
                .flatMap(event -> Optional.ofNullable(event.details().get("output")).stream())
                .reduce((older, newer) -> newer);
    }
}
