package io.npushell.process;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Whether somebody holds a file by flock(2), as util-linux takes it; the locks of Java's FileChannel are others and invisible to it.
 *
 * <p>Asks by taking a shared lock for a moment, as /proc/locks hides the locks of other containers and of takers that ended. Who takes such a lock must therefore wait a little before giving up.
 */
public final class FlockProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int HELD = 75;

    private final CommandRunner commands;

    public FlockProbe(CommandRunner commands) {
        this.commands = commands;
    }

    /**
     * False where the file is not there, or is none that can be locked: to open a fifo would wait for ever.
     *
     * @throws OperatorException ENVIRONMENT where flock is missing or the file system has no locks
     */
    public boolean held(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        CommandOutput answer = commands.run(
                List.of("flock", "-n", "-s", "-E", Integer.toString(HELD), file.toString(), "true"),
                Path.of("/"),
                Map.of(),
                TIMEOUT);
        if (answer.succeeded()) {
            return false;
        }
        if (answer.exitCode() == HELD) {
            return true;
        }
        throw new OperatorException(
                ExitCode.ENVIRONMENT,
                "Whether \"" + file + "\" is locked cannot be told: "
                        + answer.err().strip());
    }
}
