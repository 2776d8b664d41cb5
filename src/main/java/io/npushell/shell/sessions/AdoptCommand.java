package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.launch.Adoption;
import io.npushell.session.Session;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.LastSession;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Says where a session's output was moved to by hand, so that it is found there. */
final class AdoptCommand extends OperatorCommand {
    private final SessionAccess access;
    private final KnownSessions known;
    private final FileNames files;
    private final Path here;
    private final Clock clock;

    AdoptCommand(SessionAccess access, KnownSessions known, FileNames files, Path here, Clock clock) {
        super(CommandDoc.named("adopt", CommandGroup.SESSIONS, "say where the output of a session was moved to")
                .arguments("DIRECTORY", 1, 1)
                .description(
                        "After a move by hand: weights merge, checkpoints, sample and session:ID find the session's checkpoints there from"
                                + " now on. Nothing is moved or copied; other sessions whose checkpoints lie in the same directory move along.")
                .option("session", "SESSION", "whose output it is")
                .flag("dry-run", "only say what would be written down")
                .json()
                .example("adopt /data/kept/run-13 --session 13", "session 13's checkpoints are there now")
                .seeAlso("checkpoints", "weights merge")
                .build());
        this.access = access;
        this.known = known;
        this.files = files;
        this.here = here;
        this.clock = clock;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        String reference =
                words.option("session").orElseThrow(() -> words.usage("adopt needs --session: whose output it is"));
        Session session = access.session(LastSession.TRAINING.meant(reference, access.store(), out::say));
        Path directory = here.resolve(words.argument(0)).normalize();
        Adoption adoption = Adoption.of(session, directory, access.store(), clock);
        if (!words.flag("dry-run")) {
            adoption.record(access.store(), clock);
        }
        show(adoption, words.flag("dry-run"), out);
        return ExitCode.OK;
    }

    private static void show(Adoption adoption, boolean dryRun, Output out) {
        if (out.json()) {
            out.document(
                    "adoption",
                    json -> json.field("directory", adoption.absolute().toString())
                            .texts(
                                    "sessions",
                                    adoption.sessions().stream()
                                            .map(each -> each.id().text())
                                            .toList())
                            .texts(
                                    "iterations",
                                    adoption.iterations().stream()
                                            .map(String::valueOf)
                                            .toList())
                            .field("recorded", !dryRun));
            return;
        }
        Session named = adoption.sessions().get(0);
        String others = adoption.sessions().stream()
                .skip(1)
                .map(each -> each.id().text())
                .collect(Collectors.joining(", "));
        out.say((dryRun ? "would find " : "") + "the output of session "
                + named.id().text()
                + (others.isEmpty() ? "" : ", and of " + others + ",") + (dryRun ? " in '" : " is in '")
                + adoption.absolute() + "': iteration "
                + adoption.iterations().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return switch (request.option()) {
            case "session" -> known.suggest(session -> session.spec().run().outputDirectory() != null);
            case "" -> request.position() == 0 ? files.suggestions(request.word(), true) : List.of();
            default -> List.of();
        };
    }
}
