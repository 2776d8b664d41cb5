package io.npushell.profile;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.ClosestNames;
import io.npushell.io.IoReason;
import io.npushell.params.ParameterCatalog;
import io.npushell.yaml.Fields;
import io.npushell.yaml.FileProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The operator's presets, one file each. Reads files anew on each call. */
public final class PresetStore {
    private final NamedFiles files;
    private final ParameterCatalog catalog;

    /** @param directory {@code $NPU_SHELL_HOME/presets}, which need not exist */
    public PresetStore(Path directory, ParameterCatalog catalog) {
        this.files = new NamedFiles(directory);
        this.catalog = catalog;
    }

    /** Names of all presets, sorted; a file that does not load is among them. Opens no file. */
    public List<String> names() {
        return files.names();
    }

    /**
     * Loads one.
     *
     * @throws OperatorException NOT_FOUND with near names, or USAGE with file:line where the file is wrong
     */
    public Preset load(String name) {
        Path path = find(name);
        FileProblems problems = new FileProblems(path.toString());
        return new PresetReader(catalog, problems)
                .read(path, name::equals, "'" + name + "', as the file is called")
                .orElseThrow(() -> problems.refusal("edit " + path));
    }

    /** @throws OperatorException CONFLICT where one of that name exists and is not to be overwritten */
    public Path save(Preset preset, boolean overwrite) {
        if (!NamedFiles.isName(preset.name())) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "a preset cannot be called '" + preset.name() + "': names consist of " + NamedFiles.NAME_WORDS,
                    "preset save my-preset");
        }
        Path path = files.path(preset.name());
        PrivateFile.write(path, PresetText.of(preset), overwrite, "repeat with --overwrite, or choose another name");
        return path;
    }

    /** Deletes one, also one that does not load. */
    public void delete(String name) {
        try {
            Files.delete(find(name));
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT, "preset '" + name + "' cannot be deleted: " + IoReason.of(e), null, e);
        }
    }

    /** A preset as text to hand on; {@link #importFrom} reads it. */
    public String text(String name) {
        return PresetText.of(load(name));
    }

    /** @throws OperatorException CONFLICT where the file exists and is not to be overwritten */
    public void export(String name, Path file, boolean overwrite) {
        PrivateFile.write(file, text(name), overwrite, "repeat with --overwrite, or choose another file");
    }

    /**
     * Takes over a file somebody exported, under the name it says.
     *
     * @throws OperatorException NOT_FOUND, USAGE with file:line where anything in it is wrong, CONFLICT where a preset of that name exists
     */
    public Preset importFrom(Path file, boolean overwrite) {
        if (!Files.exists(file)) {
            throw new OperatorException(ExitCode.NOT_FOUND, "no file '" + file + "'");
        }
        FileProblems problems = new FileProblems(file.toString());
        Preset preset = new PresetReader(catalog, problems)
                .read(file, NamedFiles::isName, "made of " + NamedFiles.NAME_WORDS)
                .orElseThrow(() -> problems.refusal("correct the file and import it again"));
        save(preset, overwrite);
        return preset;
    }

    private Path find(String name) {
        return files.find(name)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.NOT_FOUND,
                        "no preset '" + name + "'" + Fields.didYouMean(ClosestNames.of(name, names())),
                        "preset list"));
    }
}
