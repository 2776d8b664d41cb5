package io.npushell.session;

import io.npushell.session.StateFiles.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the processes of a session carry as NPU_SHELL_SESSION: its directory, as it is called where they were started.
 *
 * <p>A record that names another directory is not believed: whoever may write it could name another's session.
 */
record SessionMark(Path directory) {

    String of(Optional<Runner> training) {
        return training.filter(this::names).map(Runner::marker).orElse(directory.toString());
    }

    private boolean names(Runner training) {
        try {
            Path named = Path.of(training.marker());
            if (!directory.getFileName().equals(named.getFileName())) {
                return false;
            }
            // in another place, or before a move, it may have been called otherwise
            return training.identity().place() != null || !Files.exists(named) || Files.isSameFile(named, directory);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
