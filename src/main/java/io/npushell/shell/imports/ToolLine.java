package io.npushell.shell.imports;

import java.util.List;

/**
 * A command that runs one of upstream's tools.
 *
 * @param program as it was written: "./tools/preprocess_data.py"
 * @param directory where {@code cd} had gone, "" where nowhere
 * @param words after it
 */
record ToolLine(int line, String program, String directory, List<String> words) implements ReadLine {
    ToolLine {
        words = List.copyOf(words);
    }
}
