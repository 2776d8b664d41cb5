package io.npushell.launch;

import io.npushell.session.Session;
import io.npushell.session.SessionId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The session that an iteration in a save directory is of.
 *
 * @param nodes all sessions that are nodes of its training, itself too
 * @param elsewhere the workspace it belongs to where that is not the one looked from, or null
 */
public record Owner(
        SessionId id, Set<SessionId> nodes, @Nullable String elsewhere) {
    public Owner {
        nodes = Set.copyOf(nodes);
    }

    boolean is(Session session) {
        return elsewhere == null && nodes.contains(session.id());
    }

    /** "session 12". */
    public String text() {
        return "session " + id.text() + (elsewhere == null ? "" : " of workspace '" + elsewhere + "'");
    }
}
