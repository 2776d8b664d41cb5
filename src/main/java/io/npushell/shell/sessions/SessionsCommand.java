package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.model.RunType;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.shell.access.KnownNames;
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
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists the sessions of the workspace, or of all that are known. */
final class SessionsCommand extends OperatorCommand {
    private final SessionAccess access;
    private final KnownNames profiles;
    private final Clock clock;

    SessionsCommand(SessionAccess access, KnownNames profiles, Clock clock) {
        super(CommandDoc.named("sessions", CommandGroup.SESSIONS, "list the sessions of the workspace, newest first")
                .description("Where several options say which, a session must be as all of them say.")
                .option("state", "STATE", "only those in this state")
                .option("profile", "NAME", "only those of this profile")
                .option("run-type", "TYPE", "only those of this run type")
                .flag("active", "only those that have not ended")
                .flag("all", "those of every workspace you have launched in")
                .option("limit", "N", "at most so many")
                .json()
                .paged()
                .example("sessions", "all of the workspace in use")
                .example("sessions --active --all", "what runs now, wherever it was started")
                .example("sessions --state failed --json", "for a script")
                .seeAlso("show", "tail", "resume")
                .build());
        this.access = access;
        this.profiles = profiles;
        this.clock = clock;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Predicate<Session> wanted = wanted(words);
        long limit = words.number("limit", 1).orElse(Long.MAX_VALUE);
        List<Session> all = words.flag("all") ? access.sessionsEverywhere() : access.sessions();
        List<Session> chosen = all.stream().filter(wanted).limit(limit).toList();
        if (out.json()) {
            out.document("sessions", json -> json.objects("sessions", chosen, SessionJson::brief));
        } else if (!chosen.isEmpty()) {
            show(chosen, words.flag("all"), out);
        } else if (all.isEmpty()) {
            out.say("no sessions yet in " + access.workDir());
        } else {
            out.say("none of the " + all.size() + " sessions is like that");
        }
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return switch (request.option()) {
            case "state" -> words(Arrays.stream(SessionState.values()).map(SessionState::label));
            case "run-type" -> words(Arrays.stream(RunType.values()).map(RunType::label));
            case "profile" -> profiles.suggest();
            default -> List.of();
        };
    }

    private static List<Suggestion> words(Stream<String> words) {
        return words.map(word -> Suggestion.of(word, "")).toList();
    }

    private static Predicate<Session> wanted(Words words) {
        Predicate<Session> wanted =
                words.flag("active") ? session -> session.state().active() : session -> true;
        if (words.option("state").isPresent()) {
            SessionState state = state(words, words.option("state").get());
            wanted = wanted.and(session -> session.state() == state);
        }
        if (words.option("profile").isPresent()) {
            String profile = words.option("profile").get();
            wanted = wanted.and(session -> session.spec().request().profile().equals(profile));
        }
        if (words.option("run-type").isPresent()) {
            String runType = words.option("run-type").get();
            wanted = wanted.and(session -> session.spec().request().runType().equalsIgnoreCase(runType));
        }
        return wanted;
    }

    /** Ids are those of a workspace, so each has its own table. */
    private void show(List<Session> sessions, boolean everywhere, Output out) {
        SessionTable table = new SessionTable(clock);
        if (!everywhere) {
            out.lines(table.lines(sessions, out.width()));
            return;
        }
        Map<String, List<Session>> byWorkspace = sessions.stream()
                .collect(Collectors.groupingBy(
                        session -> session.spec().request().workDir(), LinkedHashMap::new, Collectors.toList()));
        byWorkspace.forEach((workDir, those) -> {
            out.line(Text.of(workDir, Style.ACCENT));
            out.lines(table.lines(those, out.width()));
        });
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
