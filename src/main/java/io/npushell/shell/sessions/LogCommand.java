package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
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
import io.npushell.trainlog.LogFollower;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Prints a session's log; into a file or a pipe as it is, on a terminal without what would steer it. */
final class LogCommand extends OperatorCommand {
    private static final long LINES = 40;
    private static final Duration LOOK = Duration.ofMillis(500);

    private final SessionAccess access;
    private final KnownSessions known;
    private final Interrupts interrupts;

    LogCommand(SessionAccess access, KnownSessions known, Interrupts interrupts) {
        super(CommandDoc.named("log", CommandGroup.SESSIONS, "print a session's log")
                .arguments("[SESSION]", 0, 1)
                .option("lines", "N", "the last N lines (" + LINES + ")")
                .flag("all", "from the beginning")
                .flag("follow", "and go on until the session ends; Ctrl-C detaches (exit 130)")
                .flag("raw", "to a terminal too as it is, with all its control characters")
                .json()
                .paged("follow", "raw")
                .example("log 12", "the end of it")
                .example("log 12 --all", "everything it printed")
                .seeAlso("tail", "show")
                .build());
        this.access = access;
        this.known = known;
        this.interrupts = interrupts;
    }

    @SuppressWarnings("try") // the handler is only to be put back
    @Override
    protected ExitCode run(Words words, Output out) {
        Session session = access.store().require(words.find(0).orElse("last"));
        long wanted =
                words.flag("all") ? Long.MAX_VALUE : words.number("lines", 0).orElse(LINES);
        boolean raw = words.flag("raw");
        try (LogFollower follower = new LogFollower(session.log(), 0);
                Interrupts.Handling ours = interrupts.during(follower::close)) {
            if (out.json() && !words.flag("follow")) {
                document(follower, wanted, session, out);
                return ExitCode.OK;
            }
            past(follower, wanted, session, line -> line(session, line, raw, out));
            out.flush();
            ExitCode code = words.flag("follow") ? follow(session, follower, raw, out) : ExitCode.OK;
            if (out.json() && words.flag("follow")) {
                Session now = access.session(session.id().text());
                out.record("session", json -> SessionJson.brief(json, now));
            }
            return code;
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "the log '" + session.log() + "' cannot be read: " + IoReason.of(e),
                    "show " + session.id().text(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 && request.option().isEmpty() ? known.suggest(session -> true) : List.of();
    }

    /** Keeps no more than the lines that are wanted. */
    private static void past(LogFollower follower, long wanted, Session session, Consumer<String> reader)
            throws IOException {
        Deque<String> kept = new ArrayDeque<>();
        List<String> lines = follower.readNew().lines();
        while (!lines.isEmpty()) {
            for (String line : lines) {
                if (wanted == Long.MAX_VALUE) {
                    reader.accept(line);
                } else {
                    kept.add(line);
                    if (kept.size() > wanted) {
                        kept.remove();
                    }
                }
            }
            lines = session.state().active()
                    ? follower.readNew().lines()
                    : follower.readRest().lines();
        }
        kept.forEach(reader);
    }

    private static void document(LogFollower follower, long wanted, Session session, Output out) throws IOException {
        List<String> lines = new ArrayList<>();
        past(follower, wanted, session, lines::add);
        out.document("log", json -> json.field("id", session.id().text()).texts("lines", lines));
    }

    /** To the session's end, or to the Ctrl-C that detaches. */
    private ExitCode follow(Session session, LogFollower follower, boolean raw, Output out)
            throws IOException, InterruptedException {
        while (!follower.closed()) {
            boolean active = access.store().require(session.id().text()).state().active();
            List<String> lines =
                    active ? follower.await(LOOK).lines() : follower.readRest().lines();
            lines.forEach(line -> line(session, line, raw, out));
            out.flush();
            if (!active && lines.isEmpty()) {
                return ExitCode.OK;
            }
        }
        out.say("detached; session " + session.id().text() + " keeps running.");
        return ExitCode.INTERRUPTED;
    }

    private static void line(Session session, String line, boolean raw, Output out) {
        if (out.json()) {
            out.record("log-line", json -> json.field("id", session.id().text()).field("line", line));
        } else if (raw) {
            out.raw(line);
        } else {
            out.log(line);
        }
    }
}
