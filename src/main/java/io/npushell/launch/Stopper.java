package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.process.Remains;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionProcesses;
import io.npushell.session.SessionState;
import io.npushell.session.SessionStore;
import io.npushell.session.Supervisor;
import io.npushell.session.Vitals;
import io.npushell.trainlog.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions of this host: asks all their processes, then kills them, and makes sure that none is left. Any number of shells may stop at once.
 *
 * <p>It goes by the processes it finds, not by what is written: a record that is damaged, or that cannot be written, keeps nothing alive.
 */
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

    public Stopper(SessionStore store, Vitals vitals, SummaryReader summaries, Clock clock) {
        this.store = store;
        this.processes = new SessionProcesses(vitals);
        this.summaries = summaries;
        this.clock = clock;
    }

    /**
     * Stops it and waits until nothing of it runs; an interrupt of the thread ends the waiting, see {@link StopOutcome.GivenUp}.
     *
     * @param grace how long TERM may take before KILL
     * @param now do not wait for a checkpoint that is just being saved
     * @param by who asks, for the journal: "operator", "Ctrl-C of data prepare"
     * @throws OperatorException ENVIRONMENT where another host runs it, or another user
     */
    public StopOutcome stop(Session session, Duration grace, boolean now, String by) {
        Session found = latest(session);
        Remains left = processes.remains(found);
        if (left.none() && !found.state().active()) {
            return new StopOutcome.AlreadyEnded(summaries.refresh(found));
        }
        if (left.none() && (found.unreachable() || processes.elsewhere(found))) {
            throw notFromHere(found);
        }
        if (left.othersOnly()) {
            throw ofOthers(found, left);
        }
        return new Attempt(session, grace, now, by).stop();
    }

    private OperatorException notFromHere(Session found) {
        return new OperatorException(
                ExitCode.ENVIRONMENT,
                "session " + found.id().text() + " cannot be stopped from here: " + found.reason(),
                processes.remedy(found, "stop " + found.id().text()));
    }

    private static OperatorException ofOthers(Session found, Remains left) {
        String users = left.all().stream().map(Remains.Member::user).distinct().collect(Collectors.joining(", "));
        return new OperatorException(
                ExitCode.ENVIRONMENT,
                "session " + found.id().text() + " belongs to user " + users + ", whose processes you may not signal: "
                        + Remains.named(left.all()) + "; nothing was asked of it",
                "stop " + found.id().text() + " as " + users + " or as root");
    }

    /** One stop from its asking to what came of it. */
    private final class Attempt {
        private final Session session;
        private final Duration grace;
        private final boolean now;
        private final String by;
        private final long begin = System.nanoTime();
        private @Nullable String signal;
        private @Nullable String unwritten;

        Attempt(Session session, Duration grace, boolean now, String by) {
            this.session = session;
            this.grace = grace;
            this.now = now;
            this.by = by;
        }

        StopOutcome stop() {
            try {
                return carriedOut();
            } catch (InterruptedException e) {
                return givenUp();
            } catch (OperatorException e) {
                if (e.exitCode() == ExitCode.INTERRUPTED) {
                    return givenUp();
                }
                throw e;
            }
        }

        private StopOutcome carriedOut() throws InterruptedException {
            record("stop-asked", Map.of("by", by));
            if (gone() && latest(session).state() == SessionState.STARTING && Supervisor.giveUp(session)) {
                return new StopOutcome.NeverStarted(latest(session));
            }
            await(START_LIMIT, () -> !gone() || ended());
            if (!now) {
                await(SAVE_LIMIT, () -> !saving());
            }
            send("TERM");
            if (await(grace, this::gone)) {
                return new StopOutcome.Stopped(recorded(), took(), unwritten);
            }
            record("killed", Map.of("by", by, "after", grace.toSeconds() + " s"));
            boolean killed = await(KILL_LIMIT, () -> {
                // again and again: what forked meanwhile was not there to be killed
                send("KILL");
                return gone();
            });
            return killed
                    ? new StopOutcome.Killed(recorded(), took(), unwritten)
                    : new StopOutcome.CannotStop(
                            latest(session), processes.remains(session).all(), unwritten);
        }

        private StopOutcome givenUp() {
            // what is still to be written must not be cut short by the same Ctrl-C
            Thread.interrupted();
            Remains left = processes.remains(session);
            Map<String, String> details = new LinkedHashMap<>();
            details.put("by", by);
            details.put("signal", signal == null ? "none" : signal);
            details.put("left", Integer.toString(left.all().size()));
            record("stop-given-up", details);
            return new StopOutcome.GivenUp(latest(session), signal, took(), left.all(), unwritten);
        }

        private void send(String name) {
            processes.signal(session, name);
            signal = name;
        }

        private boolean ended() {
            return !latest(session).state().active();
        }

        private boolean gone() {
            return !processes.alive(session);
        }

        private boolean saving() {
            return !gone()
                    && summaries.refresh(latest(session)).summary().phase().equals(Phase.SAVING.label());
        }

        /** Waits for the supervisor to write down the end; where it is dead, writes that we saw it. */
        private Session recorded() throws InterruptedException {
            await(RECORD_LIMIT, () -> {
                Session found = latest(session);
                return found.state() == SessionState.LOST || (!found.state().active() && found.exitCode() != null);
            });
            if (latest(session).exitCode() == null) {
                append(SessionEvent.stoppedUnrecorded(clock.instant()));
            }
            return summaries.refresh(latest(session));
        }

        private void record(String kind, Map<String, String> details) {
            append(new SessionEvent(clock.instant(), kind, details));
        }

        /** A journal that cannot be written is no reason to let it run on. */
        private void append(SessionEvent event) {
            try {
                store.append(session, event);
            } catch (OperatorException e) {
                unwritten = e.getMessage();
            }
        }

        private Duration took() {
            return Duration.ofNanos(System.nanoTime() - begin);
        }
    }

    private Session latest(Session session) {
        return store.require(session.id().text());
    }

    private static boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean met = condition.getAsBoolean();
        while (!met && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_AGAIN.toMillis());
            met = condition.getAsBoolean();
        }
        if (Thread.interrupted()) {
            // a file that an interrupt cut short says nothing
            throw new InterruptedException();
        }
        return met;
    }
}
