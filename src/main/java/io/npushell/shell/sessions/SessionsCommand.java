package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lists the sessions of the workspace. */
final class SessionsCommand extends OperatorCommand {
    private final SessionAccess access;
    private final Clock clock;

    SessionsCommand(SessionAccess access, Clock clock) {
        super(CommandDoc.named("sessions", CommandGroup.SESSIONS, "list the sessions of the workspace, newest first")
                .option("state", "STATE", "only those in this state")
                .option("profile", "NAME", "only those of this profile")
                .option("run-type", "TYPE", "only those of this run type")
                .flag("active", "only those that have not ended")
                .option("limit", "N", "at most so many")
                .json()
                .example("sessions", "all of them")
                .example("sessions --active", "what runs now")
                .example("sessions --state failed --json", "for a script")
                .seeAlso("show", "tail", "resume")
                .build());
        this.access = access;
        this.clock = clock;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        List<Session> all = access.sessions();
        List<Session> chosen = all.stream()
                .filter(session -> words.option("state")
                        .map(text -> session.state() == state(words, text))
                        .orElse(true))
                .filter(session -> words.option("profile")
                        .map(session.spec().profile()::equals)
                        .orElse(true))
                .filter(session -> words.option("run-type")
                        .map(session.spec().runType()::equalsIgnoreCase)
                        .orElse(true))
                .filter(session -> !words.flag("active") || session.state().active())
                .limit(words.number("limit", 0).orElse(Long.MAX_VALUE))
                .toList();
        if (out.json()) {
            out.document("sessions", json -> json.objects("sessions", chosen, SessionJson::brief));
        } else if (chosen.isEmpty()) {
            out.say(all.isEmpty() ? "no sessions yet in " + access.workDir() : "no session is like that");
        } else {
            out.lines(new SessionTable(clock).lines(chosen, out.width()));
        }
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.option().equals("state")
                ? Arrays.stream(SessionState.values())
                        .map(state -> Suggestion.of(state.label(), ""))
                        .toList()
                : List.of();
    }

    private static SessionState state(Words words, String text) {
        return Arrays.stream(SessionState.values())
                .filter(state -> state.label().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> words.usage("'" + text + "' is no state; the states are "
                        + Arrays.stream(SessionState.values())
                                .map(SessionState::label)
                                .collect(Collectors.joining(", "))));
    }
}
