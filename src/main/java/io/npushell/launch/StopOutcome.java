package io.npushell.launch;

import io.npushell.process.Remains;
import io.npushell.session.Session;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of asking a session to stop; the session is as it was found afterwards. */
public sealed interface StopOutcome {
    Session session();

    /** Why the journal does not tell of it, or null where it does. */
    default @Nullable String unwritten() {
        return null;
    }

    /** Nothing of it was running any more. */
    record AlreadyEnded(Session session) implements StopOutcome {}

    /** It had not started yet, and never will. */
    record NeverStarted(Session session) implements StopOutcome {}

    /** TERM was enough. */
    record Stopped(Session session, Duration took, @Nullable String unwritten) implements StopOutcome {}

    /** TERM was not enough within the grace time, KILL was. */
    record Killed(Session session, Duration took, @Nullable String unwritten) implements StopOutcome {}

    /** Even KILL left processes: they hang in the kernel, or are not ours to signal. Their NPUs stay taken. */
    record CannotStop(
            Session session,
            List<Remains.Member> left,
            @Nullable String unwritten) implements StopOutcome {
        public CannotStop {
            left = List.copyOf(left);
        }
    }

    /**
     * Whoever asked stopped waiting for it; it still runs.
     *
     * @param signal the last one that was sent, or null for none: then it goes on as if it had not been asked
     */
    record GivenUp(
            Session session,
            @Nullable String signal,
            Duration after,
            List<Remains.Member> left,
            @Nullable String unwritten)
            implements StopOutcome {
        public GivenUp {
            left = List.copyOf(left);
        }
    }
}
