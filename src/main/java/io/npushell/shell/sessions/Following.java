package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.launch.Silence;
import io.npushell.launch.Waiter;
import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.Interrupts;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import io.npushell.trainlog.LogEvent;
import io.npushell.trainlog.LogFollower;
import io.npushell.trainlog.LogParser;
import io.npushell.trainlog.TrainingProgress;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Follows a session's log on the screen until it ends or the operator detaches with Ctrl-C; the session never notices. */
final class Following {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final SessionAccess access;
    private final Interrupts interrupts;
    private final Clock clock;
    /** Whether Ctrl-C came while what is to be followed was being launched. */
    private volatile boolean early;

    Following(SessionAccess access, Interrupts interrupts, Clock clock) {
        this.access = access;
        this.interrupts = interrupts;
        this.clock = clock;
    }

    /** From now on Ctrl-C is kept for what is about to be launched and followed, so that it stops or leaves that and not only us. */
    Interrupts.Handling expecting() {
        early = false;
        return interrupts.during(() -> early = true);
    }

    /** Follows from now on and answers with the session's result, or INTERRUPTED where the operator detached. */
    ExitCode untilEnd(SessionId id, Output out) {
        return untilEnd(id, true, this::detached, out);
    }

    /** The same for a session that was only just started: all it has told by now is shown too. */
    ExitCode fromItsStart(SessionId id, Output out) {
        return untilEnd(id, false, this::detached, out);
    }

    /** The same for a step that is waited for: Ctrl-C asks it to stop, while a hang-up ends only us; that another writer is at it is CONFLICT. */
    ExitCode inForeground(SessionId id, Output out) {
        ExitCode code = untilEnd(id, false, new ForegroundStop(access)::stop, out);
        Integer own = access.session(id.text()).exitCode();
        boolean conflict = code == ExitCode.SESSION_FAILED && own != null && own == ExitCode.CONFLICT.code();
        return conflict ? ExitCode.CONFLICT : code;
    }

    @SuppressWarnings("try") // the handler is only to be put back
    private ExitCode untilEnd(
            SessionId id, boolean past, BiFunction<Session, Output, ExitCode> interrupted, Output out) {
        Session session = access.session(id.text());
        try (LogFollower follower = new LogFollower(session.log(), 0);
                Interrupts.Handling ours = interrupts.during(follower::close)) {
            if (early) {
                early = false;
                return interrupted.apply(session, out);
            }
            Optional<ExitCode> code = follow(session, follower, new FollowedLog(session, out), past, out);
            return code.orElseGet(() -> interrupted.apply(session, out));
        } catch (ClosedByInterruptException | InterruptedException e) {
            // Ctrl-C came before our handler was in place, and ended what the prompt was at
            Thread.interrupted();
            return interrupted.apply(session, out);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "the log of session " + id.text() + " cannot be read: " + IoReason.of(e),
                    "show " + id.text(),
                    e);
        } finally {
            out.clearStatus();
        }
    }

    /** Its result; empty where Ctrl-C came first. */
    private Optional<ExitCode> follow(
            Session session, LogFollower follower, FollowedLog log, boolean joining, Output out)
            throws IOException, InterruptedException {
        boolean past = joining;
        FollowedSteps steps = new FollowedSteps(
                session.spec().request().steps(),
                joining ? access.store().steps(session).size() : 0);
        while (!follower.closed()) {
            Session now = access.store().require(session.id().text());
            boolean active = now.state().active();
            LogFollower.NewLines fresh = active ? follower.await(past ? Duration.ZERO : LOOK) : follower.readRest();
            if (fresh.restarted()) {
                log.restart();
            }
            steps.take(access.store().steps(session)).ifPresent(step -> tell(step, out));
            log.take(fresh.lines(), past && fresh.lines().size() > 1);
            boolean caughtUp = past && fresh.lines().isEmpty();
            past = past && !caughtUp;
            if (!active && fresh.lines().isEmpty()) {
                return Optional.of(ended(access.waiter().settled(session.id()), out));
            }
            Instant started = now.started() == null ? now.spec().request().created() : now.started();
            Duration silent = Silence.since(now, clock.instant()).orElse(Duration.ZERO);
            Duration running = Duration.between(started, clock.instant());
            out.status(ProgressLine.status(now.spec(), log.progress(), running, silent));
            if (caughtUp && !out.showsStatus() && !out.json()) {
                out.say(ProgressLine.standing(now.spec(), log.progress(), running, silent));
            }
        }
        return Optional.empty();
    }

    private static void tell(String step, Output out) {
        if (!out.json()) {
            out.say(Text.of(step, Style.FAINT));
        }
    }

    private static ExitCode ended(Session session, Output out) {
        out.clearStatus();
        if (out.json()) {
            out.record("session", json -> SessionJson.brief(json, session));
        } else {
            Ending.tell(session, out);
        }
        return Waiter.exitCode(session);
    }

    private ExitCode detached(Session session, Output out) {
        String id = session.id().text();
        out.clearStatus();
        if (out.json()) {
            Session now = access.session(id);
            out.record("session", json -> SessionJson.brief(json, now));
        }
        out.say(Text.of("detached; session " + id + " keeps running.  ", Style.ACCENT)
                .plus("tail " + id + " to return · stop " + id + " to end it"));
        return ExitCode.INTERRUPTED;
    }

    /** What was read of the log so far, and what of it is shown line by line. */
    private static final class FollowedLog {
        private final Session session;
        private final Output out;
        private LogParser parser = new LogParser();
        private TrainingProgress progress = TrainingProgress.NONE;

        FollowedLog(Session session, Output out) {
            this.session = session;
            this.out = out;
        }

        void restart() {
            parser = new LogParser();
            progress = TrainingProgress.NONE;
        }

        TrainingProgress progress() {
            return progress;
        }

        /** Lines that were there before are counted, not shown again, except as JSON. */
        void take(List<String> lines, boolean past) {
            for (String line : lines) {
                List<LogEvent> events = new ArrayList<>(parser.parse(line));
                for (LogEvent event : events) {
                    progress = progress.with(event);
                    if (out.json()) {
                        EventJson.write(out, session.spec(), event);
                    } else if (!past) {
                        show(event);
                    }
                }
            }
        }

        /** On a terminal the status line tells the iterations; elsewhere each has its line. */
        private void show(LogEvent event) {
            if (event instanceof LogEvent.Iteration && !out.showsStatus()) {
                out.say(ProgressLine.iteration(session.spec(), progress));
            } else if (event instanceof LogEvent.CheckpointSaved saved) {
                out.say(Text.of("checkpoint of iteration " + saved.iteration() + " saved", Style.FAINT));
            } else if (event instanceof LogEvent.CheckpointLoaded loaded) {
                out.say(Text.of("checkpoint of iteration " + loaded.iteration() + " loaded", Style.FAINT));
            } else if (event instanceof LogEvent.Failure failure) {
                out.say(Text.of(failure.line(), Style.BAD));
            } else if (event instanceof LogEvent.Validation validation) {
                out.say("validation at iteration " + validation.iteration() + ": loss "
                        + SessionTable.number("%.4f", validation.loss()));
            }
        }
    }
}
