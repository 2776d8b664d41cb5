package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionProcesses;
import io.npushell.session.SessionState;
import io.npushell.session.SessionStore;
import io.npushell.trainlog.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Ends sessions of this host: asks the whole group, then kills it, and makes sure nobody is left. Any number of shells may stop at once. */
public final class Stopper {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final Duration SAVE_LIMIT = Duration.ofMinutes(10);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final Duration RECORD_LIMIT = Duration.ofSeconds(3);

    private final SessionStore store;
    private final SessionProcesses processes;
    private final SummaryReader summaries;
    private final Clock clock;

    public Stopper(SessionStore store, ProcessTable processes, SummaryReader summaries, Clock clock) {
        this.store = store;
        this.processes = new SessionProcesses(processes);
        this.summaries = summaries;
        this.clock = clock;
    }

    /**
     * Stops it and waits until nothing of it runs.
     *
     * @param grace how long TERM may take before KILL
     * @param now do not wait for a checkpoint that is just being saved
     * @param by who asks, for the journal: "operator", "Ctrl-C of data prepare"
     * @throws OperatorException ENVIRONMENT where another host runs it
     */
    public StopOutcome stop(Session session, Duration grace, boolean now, String by) throws InterruptedException {
        Session found = latest(session);
        if (!found.state().active()) {
            return new StopOutcome.AlreadyEnded(summaries.refresh(found));
        }
        if (found.mark() != null) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "session " + found.id().text() + " cannot be stopped from here: " + found.reason(),
                    found.spec().container() == null
                            ? "stop " + found.id().text() + " on that host"
                            : "container status");
        }
        long begin = System.nanoTime();
        record(session, "stop-asked", Map.of("by", by));
        await(START_LIMIT, () -> processes.leader(session).isPresent() || ended(session));
        if (!now) {
            await(SAVE_LIMIT, () -> !saving(session));
        }
        processes.signal(session, "TERM");
        if (await(grace, () -> gone(session))) {
            return new StopOutcome.Stopped(recorded(session), since(begin));
        }
        record(session, "killed", Map.of("by", by, "after", grace.toSeconds() + " s"));
        boolean killed = await(KILL_LIMIT, () -> {
            // again and again: what forked meanwhile was not there to be killed
            processes.signal(session, "KILL");
            return gone(session);
        });
        return killed
                ? new StopOutcome.Killed(recorded(session), since(begin))
                : new StopOutcome.CannotStop(latest(session), leader(session));
    }

    private Session latest(Session session) {
        return store.require(session.id().text());
    }

    private boolean ended(Session session) {
        return !latest(session).state().active();
    }

    private boolean gone(Session session) {
        return !processes.alive(session);
    }

    private boolean saving(Session session) {
        return !gone(session)
                && summaries.refresh(latest(session)).summary().phase().equals(Phase.SAVING.label());
    }

    /** Waits for the supervisor to write down the end; where it is dead, writes that we saw it. */
    private Session recorded(Session session) throws InterruptedException {
        await(RECORD_LIMIT, () -> {
            Session now = latest(session);
            return now.state() == SessionState.LOST || (!now.state().active() && now.exitCode() != null);
        });
        if (latest(session).exitCode() == null) {
            store.append(session, SessionEvent.stoppedUnrecorded(clock.instant()));
        }
        return summaries.refresh(latest(session));
    }

    private List<Long> leader(Session session) {
        return processes.leader(session).map(ProcessIdentity::pid).stream().toList();
    }

    private void record(Session session, String kind, Map<String, String> details) {
        store.append(session, new SessionEvent(clock.instant(), kind, details));
    }

    private static boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        return true;
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
