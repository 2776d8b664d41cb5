package io.npushell.shell.access;

import io.npushell.session.Session;

/** How far a session is: "120/200", or the names of its steps where it does not train. */
public final class Iterations {
    private Iterations() {}

    public static String of(Session session) {
        long total = session.spec().training().trainIters();
        if (total < 0) {
            return String.join(", ", session.spec().request().steps());
        }
        long iteration = session.summary().iteration();
        return (iteration < 0 ? "–" : iteration) + "/" + total;
    }
}
