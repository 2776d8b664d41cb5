package io.npushell.shell.imports;

import java.util.List;

/**
 * One command as the shell would cut it: words without quotes.
 *
 * @param line where it begins, from 1
 * @param chained whether it stands behind another one on its line, after {@code ;} or {@code &}; a pipe's end is no command of its own
 */
record TypedCommand(int line, List<String> words, boolean chained) {
    TypedCommand {
        words = List.copyOf(words);
    }
}
