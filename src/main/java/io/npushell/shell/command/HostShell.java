package io.npushell.shell.command;

import java.util.Map;

/** The host's shell, for {@code !command} lines. */
public interface HostShell {
    /** Runs a command line on the operator's terminal, with variables added to the environment; gives its exit code. */
    int run(String line, Map<String, String> variables);
}
