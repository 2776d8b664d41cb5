package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionStore;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Writes a remark into a session's journal. */
final class NoteCommand extends OperatorCommand {
    private final SessionAccess access;
    private final KnownSessions known;
    private final Clock clock;

    NoteCommand(SessionAccess access, KnownSessions known, Clock clock) {
        super(CommandDoc.named("note", CommandGroup.SESSIONS, "write a remark into a session's journal")
                .arguments("SESSION TEXT …", 2, Integer.MAX_VALUE)
                .example("note 13 \"first run with the cleaned data\"", "seen by show 13")
                .seeAlso("show")
                .build());
        this.access = access;
        this.known = known;
        this.clock = clock;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        SessionStore store = access.store();
        Session session = store.require(words.argument(0));
        String text =
                String.join(" ", words.arguments().subList(1, words.arguments().size()));
        store.append(session, new SessionEvent(clock.instant(), "note", Map.of("text", text)));
        out.say("noted for session " + session.id().text());
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? known.suggest(session -> true) : List.of();
    }
}
