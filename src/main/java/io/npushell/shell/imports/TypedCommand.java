package io.npushell.shell.imports;

import java.util.List;

/**
 * One command as the shell would cut it: words without quotes.
 *
 * @param line where it begins, from 1
 */
record TypedCommand(int line, List<String> words) {
    TypedCommand {
        words = List.copyOf(words);
    }
}
