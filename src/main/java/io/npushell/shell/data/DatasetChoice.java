package io.npushell.shell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.DatasetCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.Services;
import java.nio.file.Path;
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

    /** The settings in use, complete; none without a profile. */
    Optional<Settings> settings() {
        return services.workbench().state().profile() == null ? Optional.empty() : Optional.of(access.effective());
    }
}
