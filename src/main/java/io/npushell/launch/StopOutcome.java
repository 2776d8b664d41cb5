package io.npushell.launch;

import io.npushell.session.Session;
import java.time.Duration;
import java.util.List;

/** What came of asking a session to stop; the session is as it was found afterwards. */
public sealed interface StopOutcome {
    Session session();

    /** Nothing of it was running any more. */
    record AlreadyEnded(Session session) implements StopOutcome {}

    /** TERM was enough. */
    record Stopped(Session session, Duration took) implements StopOutcome {}

    /** TERM was not enough within the grace time, KILL was. */
    record Killed(Session session, Duration took) implements StopOutcome {}

    /** Even KILL left somebody: a process that hangs in the kernel. Its NPUs stay taken. */
    record CannotStop(Session session, List<Long> pids) implements StopOutcome {
        public CannotStop {
            pids = List.copyOf(pids);
        }
    }
}
