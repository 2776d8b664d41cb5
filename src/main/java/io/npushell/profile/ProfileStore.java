package io.npushell.profile;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.ClosestNames;
import io.npushell.params.ParameterCatalog;
import io.npushell.yaml.Fields;
import io.npushell.yaml.FileProblem;
import io.npushell.yaml.FileProblems;
import io.npushell.yaml.TextFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The profiles: those that come with npu-shell and the operator's own, which win where names are equal. Reads files anew on each call. */
public final class ProfileStore {
    private final Path builtIn;
    private final NamedFiles shipped;
    private final NamedFiles own;
    private final ParameterCatalog catalog;
    private final List<? extends NamedEngine> engines;

    /**
     * Names where profiles are; neither directory need exist.
     *
     * @param builtIn {@code profiles/} of the installation
     * @param own {@code $NPU_SHELL_HOME/profiles}
     * @param engines those a profile can name, at least one
     */
    public ProfileStore(Path builtIn, Path own, ParameterCatalog catalog, List<? extends NamedEngine> engines) {
        this.builtIn = builtIn;
        this.shipped = new NamedFiles(builtIn);
        this.own = new NamedFiles(own);
        this.catalog = catalog;
        this.engines = List.copyOf(engines);
    }

    /** Names of all profiles, sorted; a file that does not load is among them. Opens no file. */
    public List<String> names() {
        return Stream.concat(shipped.names().stream(), own.names().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Where a profile is read from: the operator's own before one that comes with npu-shell. */
    public Optional<Path> locate(String name) {
        return own.find(name).or(() -> shipped.find(name));
    }

    /** Whether the profile is the operator's own. */
    public boolean isOwn(String name) {
        return own.find(name).isPresent();
    }

    /**
     * Loads one.
     *
     * @throws OperatorException NOT_FOUND with near names, or USAGE with file:line where the file is wrong
     */
    public ModelProfile load(String name) {
        Path path = locate(name).orElseThrow(() -> unknown(name));
        FileProblems problems = new FileProblems(path.toString());
        return new ProfileReader(catalog, engines, path, builtIn, problems)
                .read()
                .orElseThrow(() -> problems.refusal("profile check " + name));
    }

    /** All that is wrong with a profile file, in the order of its lines; any file, wherever it is. */
    public List<FileProblem> check(Path file) {
        FileProblems problems = new FileProblems(file.toString());
        new ProfileReader(catalog, engines, file, builtIn, problems).read();
        return problems.inOrder();
    }

    /**
     * Copies a profile, comments and all, to a new one of the operator's own, and says where.
     *
     * @throws OperatorException CONFLICT where the operator has one of that name
     */
    public Path newFrom(String name, String from) {
        if (!NamedFiles.isName(name)) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "a profile cannot be called '" + name + "': names consist of " + NamedFiles.NAME_WORDS,
                    "profile new my-model --from " + from);
        }
        Path source = Path.of(load(from).source());
        String text = TextFile.read(source, new FileProblems(source.toString())).orElseThrow();
        String renamed = text.replaceFirst("(?m)^name:[^#\\r\\n]*?(?=[ \\t]*(#|\\r?$))", "name: " + name);
        PrivateFile.write(own.path(name), renamed, false, "profile new another-name --from " + from);
        return own.path(name);
    }

    private OperatorException unknown(String name) {
        List<String> names = names();
        String remedy = ClosestNames.of(name, names).stream()
                .findFirst()
                .map(near -> "use " + near)
                .orElse("profile list");
        return new OperatorException(
                ExitCode.NOT_FOUND,
                "no profile '" + name + "'" + Fields.didYouMean(ClosestNames.of(name, names)),
                remedy);
    }
}
