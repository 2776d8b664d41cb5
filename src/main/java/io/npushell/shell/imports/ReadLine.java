package io.npushell.shell.imports;

/** A command that makes settings: one that starts a training, or one that runs a tool of upstream's. */
sealed interface ReadLine permits LaunchLine, ToolLine {
    int line();

    /** Where {@code cd} had gone, "" where nowhere. */
    String directory();

    /** The script or the tool as it was written. */
    String program();
}
