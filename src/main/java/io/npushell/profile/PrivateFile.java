package io.npushell.profile;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.AtomicFile;
import io.npushell.io.FileRights;
import io.npushell.io.IoReason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a small file so that readers see all of it or nothing; only its owner may read it. */
final class PrivateFile {
    private PrivateFile() {}

    /** @throws OperatorException CONFLICT where the file exists and is not to be overwritten */
    static void write(Path path, String text, boolean overwrite, String remedy) {
        try {
            Path directory = path.toAbsolutePath().resolveSibling(".").normalize();
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            if (overwrite) {
                AtomicFile.write(path, text, FileRights.PRIVATE);
            } else {
                create(path, text, remedy);
            }
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    path + " cannot be written: " + IoReason.of(e),
                    "check the directory and the disk",
                    e);
        }
    }

    private static void create(Path path, String text, String remedy) throws IOException {
        try {
            AtomicFile.create(path, text, FileRights.PRIVATE);
        } catch (FileAlreadyExistsException e) {
            throw new OperatorException(ExitCode.CONFLICT, path + " exists already", remedy, e);
        }
    }
}
