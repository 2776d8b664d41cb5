package io.npushell.shell.terminal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/** The history: readable by its operator alone, and without lines that look as if they held a secret. */
final class ShellHistory extends DefaultHistory {
    private static final Pattern SECRET =
            Pattern.compile("(?i)(password|passwd|secret|token|api_?key|access_?key)\\w*\\s*[=:]|--password");

    private final Path file;

    ShellHistory(Path file) {
        this.file = file;
    }

    /** A history that cannot be read is set aside, and a new one begun. */
    @Override
    public void load() throws IOException {
        try {
            super.load();
        } catch (IOException | RuntimeException e) {
            Files.move(file, file.resolveSibling("history.damaged"), StandardCopyOption.REPLACE_EXISTING);
            prepare(file);
        }
    }

    @Override
    public void add(Instant time, String line) {
        if (!SECRET.matcher(line).find()) {
            super.add(time, line);
        }
    }

    /** Makes the file there is to be written; one that cannot be made means a history for this start only. */
    static void prepare(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            restrict(file);
        } catch (IOException e) {
            // the line editor goes on without a file just as well
        }
    }

    private static void restrict(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            // somebody else's file: reading it is all we ask
        }
    }
}
