package io.npushell.shell.access;

import io.npushell.session.Session;
import io.npushell.shell.command.Suggestion;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The sessions as completion knows them: as they were at the last look, which is taken away from the prompt. */
public final class KnownSessions {
    private final Supplier<List<Session>> sessions;

    /** The supplier answers from memory. */
    public KnownSessions(Supplier<List<Session>> sessions) {
        this.sessions = sessions;
    }

    public List<Suggestion> suggest(Predicate<Session> fitting) {
        return sessions.get().stream()
                .filter(fitting)
                .map(session ->
                        Suggestion.of(session.id().text(), description(session)).in("sessions"))
                .toList();
    }

    private static String description(Session session) {
        return session.spec().request().profile() + "/"
                + session.spec().request().runType() + ", " + session.state().label() + ", " + Iterations.of(session);
    }
}
