package io.npushell.process;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
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
        return end(start(builder, environment));
    }

    /**
     * Runs a command that reads a text from its standard input, and its keys from the terminal. One that ends before it has read all has seen enough.
     *
     * @param environment added to this process's own
     * @return its exit code; 128 + N where signal N ended it
     * @throws OperatorException ENVIRONMENT where the program is not there
     */
    public static int feed(String text, List<String> command, Path directory, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT);
        Process process = start(builder, environment);
        try (OutputStream input = process.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it reads no more
        }
        return end(process);
    }

    private static Process start(ProcessBuilder builder, Map<String, String> environment) {
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT, "'" + builder.command().get(0) + "' cannot be run: " + reason(e), null, e);
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

    /** Java puts the program and its directory before what the system says. */
    private static String reason(IOException e) {
        return String.valueOf(e.getMessage()).replaceFirst("^.*error=\\d+, ", "");
    }
}
