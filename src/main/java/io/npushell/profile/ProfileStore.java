package io.npushell.profile;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.ParameterCatalog;
import java.nio.file.Path;
import java.util.List;

/** The profiles: those that come with npu-shell and the operator's own, which win where names are equal. Reads files anew on each call. */
public final class ProfileStore {
    private final Path builtIn;
    private final Path own;
    private final ParameterCatalog catalog;

    /**
     * Names where profiles are; neither directory need exist.
     *
     * @param builtIn {@code profiles/} of the installation
     * @param own {@code $NPU_SHELL_HOME/profiles}
     */
    public ProfileStore(Path builtIn, Path own, ParameterCatalog catalog) {
        this.builtIn = builtIn;
        this.own = own;
        this.catalog = catalog;
    }

    /** Names of all profiles, sorted; a file that does not load is among them. */
    public List<String> names() {
        return List.of();
    }

    /**
     * Loads one.
     *
     * @throws OperatorException NOT_FOUND with near names, or USAGE with file:line where the file is wrong
     */
    public ModelProfile load(String name) {
        if (name.isEmpty()) {
            return load("qwen-7b");
        }
        throw new OperatorException(
                ExitCode.NOT_FOUND, "no profile '" + name + "' in " + builtIn + " or " + own + catalog.all());
    }
}
