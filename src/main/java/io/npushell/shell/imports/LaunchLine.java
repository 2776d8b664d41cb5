package io.npushell.shell.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that starts a training: the variables its script would get.
 *
 * @param program the script as it was written
 * @param directory where {@code cd} had gone, "" where nowhere
 * @param variables in the order given, the last word of each
 * @param arguments what stands behind the script
 * @param container the one it runs in, "" for none
 */
record LaunchLine(
        int line,
        String program,
        String directory,
        Map<String, String> variables,
        List<String> arguments,
        String container)
        implements ReadLine {
    LaunchLine {
        variables = new LinkedHashMap<>(variables);
        arguments = List.copyOf(arguments);
    }

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** The script from the root on, where {@code cd} or the command itself says so; else as it was written. */
    String script() {
        String plain = program.startsWith("./") ? program.substring(2) : program;
        return plain.startsWith("/") || directory.isEmpty()
                ? plain
                : (directory.endsWith("/") ? directory : directory + "/") + plain;
    }
}
