package io.npushell.profile;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code NAME.yaml} files of one directory, which need not exist. Opens none of them: names are wanted on every Tab. */
final class NamedFiles {
    static final String NAME_FORM = "[a-z0-9][a-z0-9._-]*";
    static final String NAME_WORDS = "small letters, digits, '.', '_' and '-', and begin with a letter or digit";

    private static final String ENDING = ".yaml";

    private final Path directory;

    NamedFiles(Path directory) {
        this.directory = directory;
    }

    static boolean isName(String text) {
        return text.length() <= 64 && text.matches(NAME_FORM);
    }

    List<String> names() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .filter(NamedFiles::isName)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    directory + " cannot be listed: " + IoReason.of(e),
                    "check who may read the directory",
                    e);
        }
    }

    Path path(String name) {
        return directory.resolve(name + ENDING);
    }

    Optional<Path> find(String name) {
        return Optional.of(name).filter(NamedFiles::isName).map(this::path).filter(Files::exists);
    }
}
