package io.npushell.workspace;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Downloads by curl, which knows proxies and certificates of this machine.
 *
 * <p>Each runs under a lock it inherits: where a shell was killed and its curl goes on, no other writes the same file.
 */
final class Curl {
    private static final Set<Integer> NETWORK = Set.of(5, 6, 7, 28, 35, 52, 56, 60, 77, 97);
    private static final int REFUSED = 22;
    private static final int NO_RANGE = 33;
    private static final int CUT_OFF = 18;
    private static final int CANNOT_WRITE = 23;
    private static final int LOCKED = 75;
    private static final int ATTEMPTS = 4;
    private static final Duration DAYS = Duration.ofDays(7);
    private static final List<String> OPTIONS = List.of(
            "-fsSL",
            "--proto",
            "=http,https",
            "--proto-redir",
            "=http,https",
            "--connect-timeout",
            "20",
            "--speed-limit",
            "1",
            "--speed-time",
            "60");

    private final CommandRunner runner;
    private final Path lock;

    Curl(CommandRunner runner, Path lock) {
        this.runner = runner;
        this.lock = lock;
    }

    /** A small text. */
    String text(String link) throws Unreachable {
        List<String> command = new ArrayList<>(List.of("curl"));
        command.addAll(OPTIONS);
        command.addAll(List.of("--max-time", "60", "--", link));
        CommandOutput output = runner.run(command, Path.of("/"), Map.of(), Duration.ofSeconds(90));
        if (!output.succeeded()) {
            throw failure(link, output);
        }
        return output.out();
    }

    /** Appends what is missing of a file; goes on where an earlier download stopped, from the start where the server cannot. */
    void append(String link, Path part) throws Unreachable, IOException {
        for (int attempt = 1; ; attempt++) {
            boolean begun = Files.exists(part) && Files.size(part) > 0;
            List<String> command =
                    new ArrayList<>(List.of("flock", "-n", "-E", Integer.toString(LOCKED), lock.toString(), "curl"));
            command.addAll(OPTIONS);
            if (begun) {
                command.addAll(List.of("-C", "-"));
            }
            command.addAll(List.of("-o", part.toString(), "--", link));
            CommandOutput output = runner.run(command, Path.of("/"), Map.of(), DAYS);
            if (output.succeeded()) {
                return;
            }
            boolean noRange =
                    begun && (output.exitCode() == NO_RANGE || output.err().contains("416"));
            if (noRange && attempt < ATTEMPTS) {
                Files.delete(part);
            } else if (!transientFailure(output) || attempt >= ATTEMPTS) {
                throw failure(link, output);
            }
        }
    }

    /** Only what a broken connection leaves behind; a server that is not there is told at once. */
    private static boolean transientFailure(CommandOutput output) {
        return output.exitCode() == CUT_OFF || output.exitCode() == 56;
    }

    /** Throws what the operator can mend, gives back what only another machine can. */
    private static Unreachable failure(String link, CommandOutput output) {
        String said = output.err().strip().replaceFirst("^curl: ", "");
        if (NETWORK.contains(output.exitCode()) || output.exitCode() == CUT_OFF) {
            return new Unreachable(said);
        }
        throw switch (output.exitCode()) {
            case LOCKED ->
                new OperatorException(
                        ExitCode.CONFLICT, "another download into this workspace runs", "wait for it to end");
            case REFUSED ->
                new OperatorException(
                        said.contains("404") ? ExitCode.NOT_FOUND : ExitCode.FAILED,
                        "'" + link + "' is refused: " + said,
                        "set mirror https://huggingface.co   or name the right source in the profile");
            case CANNOT_WRITE ->
                new OperatorException(
                        ExitCode.ENVIRONMENT, "the download cannot be written: " + said, "doctor disk ownership");
            default ->
                new OperatorException(
                        ExitCode.FAILED,
                        "'" + link + "' cannot be downloaded: " + said,
                        "workspace fetch   goes on where it stopped");
        };
    }
}
