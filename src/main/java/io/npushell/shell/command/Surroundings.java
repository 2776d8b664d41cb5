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
 * @param root where the devices and the driver of this machine are: "/"
 */
public record Surroundings(
        Clock clock,
        Map<String, String> environment,
        Path directory,
        Path home,
        Path profiles,
        String version,
        Path root) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** On this machine as it is. */
    public Surroundings(
            Clock clock, Map<String, String> environment, Path directory, Path home, Path profiles, String version) {
        this(clock, environment, directory, home, profiles, version, Path.of("/"));
    }

    /** The environment's word for a variable, "" where it has none. */
    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
