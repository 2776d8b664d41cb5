package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.session.Session;
import io.npushell.session.SessionStore;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.LastSession;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.List;

/** Follows a session: phase, progress, loss, speed, time left. */
final class TailCommand extends OperatorCommand {
    private final SessionAccess access;
    private final KnownSessions known;
    private final Following following;

    TailCommand(SessionAccess access, KnownSessions known, Following following) {
        super(CommandDoc.named(
                        "tail", CommandGroup.SESSIONS, "follow a session: phase, iteration, loss, speed, time left")
                .arguments("[SESSION]", 0, 1)
                .description(
                        "Without a word: the newest session. Ctrl-C detaches and the session keeps running. Where it has ended, tail says"
                                + " how, and the exit code is its result. Tokens/s/p is the manual's figure: global batch × sequence length ÷ (devices"
                                + " × time per iteration).")
                .json()
                .example("tail", "the newest session")
                .example("tail 13 --json", "one object a line, the last is the summary")
                .seeAlso("log", "stop", "wait")
                .build());
        this.access = access;
        this.known = known;
        this.following = following;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        SessionStore store = access.store();
        String reference = words.find(0).orElse("last");
        Session session = store.require(LastSession.TRAINING.meant(reference, store, out::say));
        if (!out.json()) {
            out.say(Text.of(session.id().text(), Style.STRONG)
                    .plus(" " + session.spec().request().profile() + "/"
                            + session.spec().request().runType())
                    .plus(session.state().active() ? "  Ctrl-C detaches" : "", Style.FAINT));
        }
        return following.untilEnd(session.id(), out);
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? known.suggest(session -> true) : List.of();
    }
}
