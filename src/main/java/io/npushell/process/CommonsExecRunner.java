package io.npushell.process;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecuteResultHandler;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.PumpStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * Runs short commands through Commons Exec, each in a session of its own: Ctrl-C at the terminal does not reach it, and a timeout ends all it started.
 *
 * <p>Its stdin is empty; of what it prints the first {@value #OUTPUT_LIMIT} bytes per stream are kept.
 */
public final class CommonsExecRunner implements CommandRunner {
    static final int OUTPUT_LIMIT = 8 << 20;
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    @Override
    public CommandOutput run(List<String> command, Path directory, Map<String, String> environment, Duration timeout) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.putAll(environment);
        CappedOutput out = new CappedOutput(OUTPUT_LIMIT);
        CappedOutput err = new CappedOutput(OUTPUT_LIMIT);
        StartedProcess started = new StartedProcess();
        DefaultExecutor executor = DefaultExecutor.builder()
                .setWorkingDirectory(directory)
                .setExecuteStreamHandler(new PumpStreamHandler(out, err, null))
                .setThreadFactory(task -> daemon(command.get(0), task))
                .get();
        executor.setProcessDestroyer(started);
        DefaultExecuteResultHandler result = new DefaultExecuteResultHandler();
        try {
            executor.execute(commandLine(command, directory, variables.get("PATH")), variables, result);
            boolean timedOut = !ended(result, timeout);
            if (timedOut) {
                started.killTree();
                ended(result, AFTER_KILL);
            }
            return new CommandOutput(exitCode(command, result), out.text(), err.text(), timedOut);
        } catch (IOException e) {
            throw cannotRun(command, e);
        } catch (InterruptedException e) {
            started.killTree();
            Thread.currentThread().interrupt();
            throw new OperatorException(
                    ExitCode.INTERRUPTED, "\"" + command.get(0) + "\" was ended by Ctrl-C.", null, e);
        }
    }

    private static CommandLine commandLine(List<String> command, Path directory, @Nullable String searchPath) {
        ProgramPath programs = new ProgramPath(searchPath);
        Path program = programs.require(command.get(0), directory);
        Optional<Path> setsid = programs.find("setsid", directory);
        CommandLine line = new CommandLine(setsid.orElse(program).toString());
        if (setsid.isPresent()) {
            line.addArgument(program.toString(), false);
        }
        command.stream().skip(1).forEach(argument -> line.addArgument(argument, false));
        return line;
    }

    private static boolean ended(DefaultExecuteResultHandler result, Duration limit) throws InterruptedException {
        result.waitFor(limit);
        return result.hasResult();
    }

    private static int exitCode(List<String> command, DefaultExecuteResultHandler result) {
        if (!result.hasResult()) {
            return 137; // killed, but the kernel has not let go of it yet
        }
        ExecuteException failure = result.getException();
        if (failure != null && failure.getCause() instanceof IOException cause) {
            throw cannotRun(command, cause);
        }
        return result.getExitValue();
    }

    private static OperatorException cannotRun(List<String> command, IOException cause) {
        return new OperatorException(
                ExitCode.ENVIRONMENT,
                "\"" + command.get(0) + "\" cannot be started: " + cause.getMessage(),
                null,
                cause);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, "command " + name);
        thread.setDaemon(true);
        return thread;
    }
}
