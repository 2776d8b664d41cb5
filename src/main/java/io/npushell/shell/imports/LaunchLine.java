package io.npushell.shell.imports;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A command that starts a training: the variables its script would get.
 *
 * @param script as it was written
 * @param directory where {@code cd} had gone, "" where nowhere
 * @param variables in the order given, the last word of each
 */
record LaunchLine(int line, String script, String directory, Map<String, String> variables) {
    LaunchLine {
        variables = new LinkedHashMap<>(variables);
    }

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }
}
