package io.npushell.shell.imports;

/** A command that makes settings: one that starts a training, runs a tool of upstream's, or makes a container. */
sealed interface ReadLine permits LaunchLine, ToolLine, ContainerLine {
    int line();

    /** Where {@code cd} had gone, "" where nowhere. */
    String directory();

    /** The script or the tool as it was written. */
    String program();
}
