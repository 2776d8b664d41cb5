package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.profile.ProfileStore;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.yaml.FileProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Checks profile files, by name or path, and says everything that is wrong with file and line. */
final class ProfileCheckCommand extends OperatorCommand {
    private final Supplier<ProfileStore> profiles;
    private final KnownNames known;
    private final FileNames files;
    private final Path directory;

    ProfileCheckCommand(Supplier<ProfileStore> profiles, KnownNames known, FileNames files, Path directory) {
        super(CommandDoc.named("profile check", CommandGroup.PROFILES, "check profile files; exit 2 where one is wrong")
                .arguments("[NAME | FILE …]", 0, Integer.MAX_VALUE)
                .json()
                .paged()
                .example("profile check", "all of them")
                .example("profile check my-model.yaml", "a file that is still being written")
                .seeAlso("profile new")
                .build());
        this.profiles = profiles;
        this.known = known;
        this.files = files;
        this.directory = directory;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        ProfileStore store = profiles.get();
        List<String> wanted = words.arguments().isEmpty() ? store.names() : words.arguments();
        List<FileProblem> problems = new ArrayList<>();
        for (String name : wanted) {
            problems.addAll(store.check(file(store, name)));
        }
        if (out.json()) {
            out.document(
                    "profile-check",
                    json -> json.objects(
                            "problems",
                            problems,
                            (object, problem) -> object.field("file", problem.file())
                                    .field("line", (long) problem.line())
                                    .field("column", (long) problem.column())
                                    .field("sentence", problem.sentence())));
        } else {
            problems.forEach(problem -> out.line(problem.toString()));
            if (problems.isEmpty()) {
                out.say(wanted.size() == 1 ? wanted.get(0) + " is right" : wanted.size() + " profiles are right");
            }
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        List<Suggestion> all = new ArrayList<>(known.suggest());
        all.addAll(files.suggestions(request.word(), false));
        return all;
    }

    private Path file(ProfileStore store, String name) {
        if (name.contains("/") || name.endsWith(".yaml") || name.endsWith(".yml")) {
            Path file = directory.resolve(name).normalize();
            if (!Files.exists(file)) {
                throw new OperatorException(ExitCode.NOT_FOUND, "no file '" + file + "'", "profile list");
            }
            return file;
        }
        return store.locate(name)
                .orElseThrow(
                        () -> new OperatorException(ExitCode.NOT_FOUND, "no profile '" + name + "'", "profile list"));
    }
}
