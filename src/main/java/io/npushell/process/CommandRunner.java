package io.npushell.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs short commands to their end. Never used for trainings: those are started detached. */
public interface CommandRunner {
    /**
     * Runs a command and collects what it prints.
     *
     * @param environment added to this process's own
     * @throws io.npushell.OperatorException ENVIRONMENT where the program is not there
     */
    CommandOutput run(List<String> command, Path directory, Map<String, String> environment, Duration timeout);
}
