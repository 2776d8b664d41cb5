package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionState;
import io.npushell.session.SessionStore;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for sessions to end. */
public final class Waiter {
    private static final Duration WITNESS_LIMIT = Duration.ofSeconds(3);
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LAST_PAUSE_MILLIS = 1000;

    private final SessionStore store;
    private final SummaryReader summaries;

    public Waiter(SessionStore store, SummaryReader summaries) {
        this.store = store;
        this.summaries = summaries;
    }

    /**
     * The session when it has ended, its summary fresh; empty where the time ran out first (exit code TIMEOUT).
     *
     * @param timeout null to wait for ever
     */
    public Optional<Session> await(SessionId id, @Nullable Duration timeout) throws InterruptedException {
        long begin = System.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        Session session = store.require(id.text());
        while (session.state().active()) {
            long left =
                    timeout == null ? LAST_PAUSE_MILLIS : timeout.toMillis() - (System.nanoTime() - begin) / 1_000_000;
            if (left <= 0) {
                return Optional.empty();
            }
            Thread.sleep(Math.min(pause, left));
            pause = Math.min(LAST_PAUSE_MILLIS, pause * 5 / 4 + 1);
            session = store.require(id.text());
        }
        return Optional.of(settled(id));
    }

    /**
     * A session that has ended, its summary fresh.
     *
     * <p>Whoever stops an orphan sees its end a moment before he can write so: until then, it looks lost to the others.
     */
    public Session settled(SessionId id) throws InterruptedException {
        long limit = System.nanoTime() + WITNESS_LIMIT.toNanos();
        Session session = store.require(id.text());
        while (session.state() == SessionState.LOST && stopAsked(session) && System.nanoTime() < limit) {
            Thread.sleep(FIRST_PAUSE_MILLIS);
            session = store.require(id.text());
        }
        return summaries.refresh(session);
    }

    private boolean stopAsked(Session session) {
        return store.events(session).stream().anyMatch(event -> event.kind().equals("stop-asked"));
    }

    /** What a command that waited for it exits with. */
    public static ExitCode exitCode(Session session) {
        return switch (session.state()) {
            case QUEUED, STARTING, RUNNING, STOPPING -> ExitCode.TIMEOUT;
            case COMPLETED -> ExitCode.OK;
            case STOPPED -> ExitCode.SESSION_STOPPED;
            case INTERRUPTED, LOST ->
                outOfMemory(session.reason()) ? ExitCode.SESSION_OUT_OF_MEMORY : ExitCode.SESSION_LOST;
            case FAILED -> ExitCode.ofFailure(reason(session));
        };
    }

    /** The cause that the log names; where it names none, why the session counts as failed. */
    private static @Nullable String reason(Session session) {
        String cause = session.summary().reason();
        return cause == null ? session.reason() : cause;
    }

    private static boolean outOfMemory(@Nullable String reason) {
        return reason != null && reason.toLowerCase(Locale.ROOT).contains("out of memory");
    }
}
