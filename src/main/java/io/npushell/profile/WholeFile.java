package io.npushell.profile;

import io.npushell.ExitCode;
import io.npushell.IoReason;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a small file so that readers see all of it or nothing; only its owner may read it. */
final class WholeFile {
    private WholeFile() {}

    /** @throws OperatorException CONFLICT where the file exists and is not to be overwritten */
    static void write(Path path, String text, boolean overwrite, String remedy) {
        try {
            Path directory = path.toAbsolutePath().resolveSibling(".").normalize();
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            Path temporary = Files.createTempFile(directory, "." + path.getFileName(), ".tmp");
            try {
                Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
                rename(temporary, path, overwrite, remedy);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    path + " cannot be written: " + IoReason.of(e),
                    "check the directory and the disk",
                    e);
        }
    }

    private static void rename(Path temporary, Path path, boolean overwrite, String remedy) throws IOException {
        if (overwrite) {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try {
            Files.move(temporary, path);
        } catch (FileAlreadyExistsException e) {
            throw new OperatorException(ExitCode.CONFLICT, path + " exists already", remedy, e);
        }
    }
}
