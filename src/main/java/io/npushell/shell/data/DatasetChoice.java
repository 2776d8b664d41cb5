package io.npushell.shell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.DatasetCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which dataset is meant, and the settings it is looked at with. */
record DatasetChoice(Services services, SessionAccess access) {
    /** The prefix of an argument, of which the endings of single files are taken off; without one that of the settings in use. */
    Path prefix(Optional<String> argument) {
        if (argument.isPresent()) {
            Path typed = services.surroundings().directory().resolve(argument.get());
            return DatasetCatalog.prefix(typed.normalize());
        }
        return settings()
                .flatMap(settings -> settings.text(ParameterNames.DATASET_PATH))
                .map(Path::of)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE, "no profile is in use, so no dataset is meant", "data inspect PREFIX"));
    }

    /** The failure for a prefix without files; of a directory, a dataset in it is offered, and one whose name goes on. */
    OperatorException none(Path prefix) {
        String inside = "";
        try {
            List<DatasetCatalog.Entry> entries = DatasetCatalog.below(prefix);
            if (entries.isEmpty()) { // what data prepare was told is the beginning of what it wrote
                entries = DatasetCatalog.below(prefix.resolveSibling("")).stream()
                        .filter(entry -> entry.prefix().toString().startsWith(prefix + "_"))
                        .toList();
            }
            inside = entries.isEmpty() ? "" : "data inspect '" + entries.get(0).prefix() + "'   or   ";
        } catch (IOException | UncheckedIOException e) {
            inside = ""; // what cannot be read has nothing to offer
        }
        return new OperatorException(
                ExitCode.NOT_FOUND, "there is no dataset '" + prefix + "'", inside + "data list   or   data prepare");
    }

    /** The settings in use, complete; none without a profile. */
    Optional<Settings> settings() {
        return services.workbench().state().profile() == null ? Optional.empty() : Optional.of(access.effective());
    }
}
