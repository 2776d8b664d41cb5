package io.npushell.shell.command;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * The world as the shell finds it, handed in so that tests can bring their own.
 *
 * @param environment environment variables of this process
 * @param directory the current directory: relative file names start here
 * @param home {@code $NPU_SHELL_HOME}, else {@code $HOME/.npu-shell}; need not exist
 * @param profiles the profiles that come with npu-shell
 * @param version "0.1.0"
 */
public record Surroundings(
        Clock clock, Map<String, String> environment, Path directory, Path home, Path profiles, String version) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** The environment's word for a variable, "" where it has none. */
    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
