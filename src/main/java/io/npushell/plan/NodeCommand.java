package io.npushell.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs on one node for one step, of several one after the other (the exit code of the last one counts): environment set-up lines, then a command in a directory with variables of its own.
 *
 * @param node 0 is the master
 * @param setup shell lines run before, in the same shell
 * @param environment variables for the command, in the order they are shown
 */
public record NodeCommand(
        int node, List<String> setup, String directory, Map<String, String> environment, List<String> command) {

    public NodeCommand {
        setup = List.copyOf(setup);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        command = List.copyOf(command);
    }
}
