package io.npushell.process;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds programs as a shell does, before anything is started: a missing one is then said by name. */
final class ProgramPath {
    private static final String FALLBACK = "/usr/local/bin:/usr/bin:/bin";

    private final String searchPath;

    ProgramPath(@Nullable String searchPath) {
        this.searchPath = searchPath == null || searchPath.isBlank() ? FALLBACK : searchPath;
    }

    Optional<Path> find(String program, Path directory) {
        if (program.indexOf('/') >= 0) {
            return Optional.of(directory.resolve(program)).filter(ProgramPath::runnable);
        }
        for (String place : searchPath.split(":", -1)) {
            Path candidate = directory.resolve(place).resolve(program);
            if (runnable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    Path require(String program, Path directory) {
        return find(program, directory)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.ENVIRONMENT,
                        program.indexOf('/') >= 0
                                ? "The program \"" + program + "\" is not there or not executable."
                                : "The program \"" + program + "\" is not on the PATH of this machine.",
                        "install it, or add its directory to PATH"));
    }

    private static boolean runnable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
