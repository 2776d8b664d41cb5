package io.npushell.shell.imports;

import java.util.List;

/**
 * A command that runs one of upstream's tools.
 *
 * @param program as it was written: "./tools/preprocess_data.py"
 * @param words after it
 */
record ToolLine(int line, String program, List<String> words) {
    ToolLine {
        words = List.copyOf(words);
    }
}
