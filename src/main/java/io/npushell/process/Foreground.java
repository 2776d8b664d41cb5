package io.npushell.process;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a command on the operator's own terminal: its streams are ours, and Ctrl-C reaches it first. */
public final class Foreground {
    private Foreground() {}

    /**
     * Runs a command to its end.
     *
     * @param environment added to this process's own
     * @return its exit code; 128 + N where signal N ended it
     * @throws OperatorException ENVIRONMENT where the program is not there
     */
    public static int run(List<String> command, Path directory, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
        builder.environment().putAll(environment);
        try {
            return end(builder.start());
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT, "'" + command.get(0) + "' cannot be run: " + e.getMessage(), null, e);
        }
    }

    /** Ctrl-C is the command's own business; while it goes on, the terminal is its own too, so we wait whatever we hear of it. */
    private static int end(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                // heard by the command as well
            }
        }
    }
}
