package io.npushell.shell.imports;

import java.util.List;

/**
 * One command as the shell would cut it: words without quotes.
 *
 * @param line where it begins, from 1
 * @param link how it hangs on the one before it
 * @param input the lines of a here-document, "" for none
 */
record TypedCommand(int line, List<String> words, Link link, String input) {
    TypedCommand {
        words = List.copyOf(words);
    }

    /** What stands between two commands. */
    enum Link {
        /** A line of its own. */
        LINE,
        /** {@code ;}, {@code &} or {@code &&}. */
        BEHIND,
        /** {@code ||}: runs where the one before fails. */
        OTHERWISE,
        /** {@code |}: the end of a pipe is no command of its own. */
        PIPE
    }
}
