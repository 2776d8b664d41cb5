package io.npushell.shell;

import java.util.List;

/**
 * What the process was asked to do.
 *
 * @param variables from {@code --set NAME=VALUE}
 * @param workbench whether a script uses the operator's workbench
 */
record Invocation(
        Mode mode,
        List<String> variables,
        boolean keepGoing,
        boolean workbench,
        boolean json,
        boolean quiet,
        ColourChoice colour) {

    Invocation {
        variables = List.copyOf(variables);
    }

    /** Whether styles are written out. */
    enum ColourChoice {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** Where the commands come from. */
    sealed interface Mode {
        /** The prompt, or standard input where nobody sits there. */
        record Conversation() implements Mode {}

        /** One command, its words exactly as the process got them. */
        record OneShot(List<String> words) implements Mode {}

        /** The text of {@code -c}. */
        record Text(String text) implements Mode {}

        /** A script; "-" is standard input. */
        record Script(String file) implements Mode {}

        record Version() implements Mode {}

        record Help() implements Mode {}

        /** A run that only loads classes, for the launcher's class-data archive. */
        record WarmUp() implements Mode {}
    }
}
