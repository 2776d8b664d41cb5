package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.launch.Waiter;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for a session to end, quietly; the exit code is the session's result. */
final class WaitCommand extends OperatorCommand {
    private final SessionAccess access;
    private final KnownSessions known;
    private final Interrupts interrupts;

    WaitCommand(SessionAccess access, KnownSessions known, Interrupts interrupts) {
        super(CommandDoc.named("wait", CommandGroup.SESSIONS, "wait for a session to end; the exit code is its result")
                .arguments("SESSION", 1, 1)
                .option("timeout", "SECONDS", "give up then (exit 8); the session goes on")
                .json()
                .example("wait $SESSION", "in a script")
                .seeAlso("tail", "launch")
                .build());
        this.access = access;
        this.known = known;
        this.interrupts = interrupts;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Session session = access.store().require(words.argument(0));
        Duration timeout = words.number("timeout", 0).map(Duration::ofSeconds).orElse(null);
        Optional<Session> ended = await(session, timeout);
        if (ended.isEmpty()) {
            throw new OperatorException(
                    ExitCode.TIMEOUT,
                    "session " + session.id().text() + " had not ended after "
                            + words.option("timeout").orElse("") + " s; it goes on",
                    "wait " + session.id().text() + "   or   stop "
                            + session.id().text());
        }
        if (out.json()) {
            out.document("session", json -> SessionJson.brief(json, ended.get()));
        } else {
            Ending.voice(ended.get(), out).accept(Ending.sentence(ended.get()));
        }
        return Waiter.exitCode(ended.get());
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 && request.option().isEmpty()
                ? known.suggest(session -> session.state().active())
                : List.of();
    }

    @SuppressWarnings("try") // the handler is only to be put back
    private Optional<Session> await(Session session, @Nullable Duration timeout) {
        Thread waiting = Thread.currentThread();
        try (Interrupts.Handling ours = interrupts.during(waiting::interrupt)) {
            return access.waiter().await(session.id(), timeout);
        } catch (InterruptedException e) {
            throw new OperatorException(
                    ExitCode.INTERRUPTED,
                    "not waiting any more; session " + session.id().text() + " keeps running");
        }
    }
}
