package io.npushell.process;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * Detaches with {@code setsid --fork}, all three streams on /dev/null: a pipe of ours would break when this JVM ends, and take the training with it.
 *
 * <p>The marks of a session this JVM may itself run in are not handed on.
 */
public final class SetsidStarter implements DetachedStarter {
    private static final String DETACH = "exec setsid --fork \"$@\" </dev/null >/dev/null 2>&1";

    @Override
    public void start(List<String> command, Path directory) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.remove("NPU_SHELL_SESSION");
        variables.remove("NPU_SHELL_STATE");
        variables.remove("NPU_SHELL_HOST");
        variables.remove("NPU_SHELL_CONTAINER");
        ProgramPath programs = new ProgramPath(variables.get("PATH"));
        programs.require("setsid", directory);
        CommandLine line = new CommandLine(programs.require("sh", directory).toString());
        line.addArgument("-c").addArgument(DETACH, false).addArgument("detach");
        line.addArgument(programs.require(command.get(0), directory).toString(), false);
        command.stream().skip(1).forEach(argument -> line.addArgument(argument, false));
        try {
            DefaultExecutor.builder()
                    .setWorkingDirectory(directory)
                    .setExecuteStreamHandler(new PumpStreamHandler(null, null, null))
                    .get()
                    .execute(line, variables);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "\"" + command.get(0) + "\" cannot be started in the background: " + e.getMessage(),
                    "check that setsid (util-linux) is there and that processes can be started",
                    e);
        }
    }
}
