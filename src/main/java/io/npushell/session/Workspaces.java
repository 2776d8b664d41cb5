package io.npushell.session;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.AtomicFile;
import io.npushell.io.FileRights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The workspaces in which sessions were made, one path a line in {@code $NPU_SHELL_HOME/workspaces}; one may be gone or not mounted. */
public final class Workspaces {
    private final Path file;

    /** @param home $NPU_SHELL_HOME; made when something is to be remembered */
    public Workspaces(Path home) {
        this.file = home.resolve("workspaces");
    }

    /** In the order in which they were first used. */
    public List<Path> known() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .flatMap(line -> path(line).stream())
                    .toList();
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    public void remember(Path workDir) {
        Set<Path> all = new LinkedHashSet<>(known());
        if (!all.add(workDir.toAbsolutePath().normalize())) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(
                    file, all.stream().map(path -> path + "\n").collect(Collectors.joining()), FileRights.RECORD);
        } catch (IOException e) {
            throw failure("written", e);
        }
    }

    /** A line that a crash left full of zeros is no workspace, and no reason to forget the others. */
    private static Optional<Path> path(String line) {
        try {
            return Optional.of(Path.of(line));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private OperatorException failure(String what, Exception cause) {
        return new OperatorException(
                ExitCode.ENVIRONMENT,
                "The list of workspaces \"" + file + "\" cannot be " + what + ": " + cause.getMessage(),
                "check the permissions of NPU_SHELL_HOME",
                cause);
    }
}
