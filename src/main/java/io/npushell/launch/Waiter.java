package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionStore;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for sessions to end. */
public final class Waiter {
    private final SessionStore store;

    public Waiter(SessionStore store, SummaryReader summaries) {
        this.store = store;
    }

    /**
     * The session when it has ended, its summary fresh; empty where the time ran out first (exit code TIMEOUT).
     *
     * @param timeout null to wait for ever
     */
    public Optional<Session> await(SessionId id, @Nullable Duration timeout) throws InterruptedException {
        return store.find(id.text());
    }

    /** What a command that waited for it exits with. */
    public static ExitCode exitCode(Session session) {
        return session.state().active() ? ExitCode.TIMEOUT : ExitCode.OK;
    }
}
