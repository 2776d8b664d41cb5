package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.launch.StopOutcome;
import io.npushell.session.Session;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.Interrupts;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.time.Duration;
import java.util.List;

/** Ends a session: the whole process group, TERM first, then KILL. */
final class StopCommand extends OperatorCommand {
    private static final long GRACE_SECONDS = 30;

    private final SessionAccess access;
    private final KnownSessions known;
    private final Interrupts interrupts;

    StopCommand(SessionAccess access, KnownSessions known, Interrupts interrupts) {
        super(CommandDoc.named("stop", CommandGroup.SESSIONS, "end a session: TERM to all its processes, then KILL")
                .arguments("SESSION", 1, 1)
                .description(
                        "Waits until no process of the session is left and says what it took. A checkpoint that is just"
                                + " being saved is waited for; --now does not. Stopping twice, or from two shells, is"
                                + " harmless.")
                .flag("now", "do not wait for a checkpoint that is being saved")
                .option("grace", "SECONDS", "how long TERM may take before KILL (" + GRACE_SECONDS + ")")
                .json()
                .example("stop 13", "end session 13")
                .example("stop last --grace 5", "end the newest one, KILL after five seconds")
                .seeAlso("resume", "sessions")
                .build());
        this.access = access;
        this.known = known;
        this.interrupts = interrupts;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Session session = access.store().require(words.argument(0));
        Duration grace = Duration.ofSeconds(words.number("grace", 0).orElse(GRACE_SECONDS));
        if (session.state().active()) {
            out.say("stopping session " + session.id().text() + " …");
        }
        StopOutcome outcome = stop(session, grace, words.flag("now"));
        ExitCode code = exitCode(outcome);
        if (out.json()) {
            out.document(
                    "stop",
                    json -> SessionJson.brief(json.field("outcome", StopWords.label(outcome)), outcome.session()));
        } else if (code == ExitCode.OK) {
            out.say(StopWords.sentence(outcome));
        } else {
            out.complain(Text.of(StopWords.sentence(outcome), Style.BAD));
        }
        String unwritten = StopWords.unwritten(outcome);
        if (unwritten != null) {
            out.complain(Text.of(unwritten, Style.WARNING));
        }
        return code;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 && request.option().isEmpty()
                ? known.suggest(session -> session.state().active())
                : List.of();
    }

    @SuppressWarnings("try") // the handler is only to be put back
    private StopOutcome stop(Session session, Duration grace, boolean now) {
        Thread waiting = Thread.currentThread();
        try (Interrupts.Handling ours = interrupts.during(waiting::interrupt)) {
            return access.stopper().stop(session, grace, now, "operator");
        }
    }

    private static ExitCode exitCode(StopOutcome outcome) {
        if (outcome instanceof StopOutcome.CannotStop stuck) {
            boolean others = stuck.left().stream().anyMatch(member -> !member.ours());
            return others ? ExitCode.ENVIRONMENT : ExitCode.FAILED;
        }
        return outcome instanceof StopOutcome.GivenUp ? ExitCode.INTERRUPTED : ExitCode.OK;
    }
}
