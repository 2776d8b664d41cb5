package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.launch.StopOutcome;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Spans;
import java.time.Duration;
import java.util.List;

/** Ends a session: the whole process group, TERM first, then KILL. */
final class StopCommand extends OperatorCommand {
    private static final long GRACE_SECONDS = 30;

    private final SessionAccess access;
    private final KnownSessions known;

    StopCommand(SessionAccess access, KnownSessions known) {
        super(CommandDoc.named("stop", CommandGroup.SESSIONS, "end a session: TERM to all its processes, then KILL")
                .arguments("SESSION", 1, 1)
                .description(
                        "Waits until nobody of the session is left and says what it took. A checkpoint that is just being saved"
                                + " is waited for; --now does not. Stopping twice, or from two shells, is harmless.")
                .flag("now", "do not wait for a checkpoint that is being saved")
                .option("grace", "SECONDS", "how long TERM may take before KILL (" + GRACE_SECONDS + ")")
                .json()
                .example("stop 13", "end session 13")
                .example("stop last --grace 5", "end the newest one, KILL after five seconds")
                .seeAlso("resume", "sessions")
                .build());
        this.access = access;
        this.known = known;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Session session = access.store().require(words.argument(0));
        Duration grace = Duration.ofSeconds(words.number("grace", 0).orElse(GRACE_SECONDS));
        if (session.state().active()) {
            out.say("stopping session " + session.id().text() + " …");
        }
        StopOutcome outcome = stop(session, grace, words.flag("now"));
        if (out.json()) {
            out.document("stop", json -> SessionJson.brief(json.field("outcome", label(outcome)), outcome.session()));
        } else {
            out.say(sentence(outcome));
        }
        return outcome instanceof StopOutcome.CannotStop ? ExitCode.FAILED : ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 && request.option().isEmpty()
                ? known.suggest(session -> session.state().active())
                : List.of();
    }

    private StopOutcome stop(Session session, Duration grace, boolean now) {
        try {
            return access.stopper().stop(session, grace, now, "operator");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException(
                    ExitCode.INTERRUPTED,
                    "interrupted; session " + session.id().text() + " was asked to stop and may still be running",
                    "show " + session.id().text());
        }
    }

    private static String label(StopOutcome outcome) {
        if (outcome instanceof StopOutcome.Stopped) {
            return "stopped";
        }
        if (outcome instanceof StopOutcome.Killed) {
            return "killed";
        }
        return outcome instanceof StopOutcome.CannotStop ? "cannot-stop" : "already-ended";
    }

    private static String sentence(StopOutcome outcome) {
        String session = "session " + outcome.session().id().text();
        if (outcome.session().state() == SessionState.COMPLETED) {
            return session + " had come to its end by itself and is completed.";
        }
        if (outcome instanceof StopOutcome.Stopped stopped) {
            return session + " stopped after " + Spans.of(stopped.took()) + "; nobody of it is left.  resume "
                    + outcome.session().id().text();
        }
        if (outcome instanceof StopOutcome.Killed killed) {
            return session + " did not end on TERM and was killed after " + Spans.of(killed.took())
                    + "; nobody of it is left.";
        }
        if (outcome instanceof StopOutcome.CannotStop stuck) {
            return session + " cannot be stopped: even KILL left process "
                    + String.join(
                            ", ", stuck.pids().stream().map(String::valueOf).toList())
                    + ", probably waiting for a device or a file system.";
        }
        return session + " is " + outcome.session().state().label() + " already; there is nothing to stop.";
    }
}
