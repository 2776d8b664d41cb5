package io.npushell.shell.command;

/** The groups of commands, in the order help lists them. */
public enum CommandGroup {
    PROFILES("Profiles and presets"),
    PARAMETERS("Parameters"),
    PLAN("Check and plan"),
    DATA("Data and weights"),
    SESSIONS("Sessions"),
    CONTAINER("Container"),
    MACHINE("Machine and workspace"),
    SHELL("Shell and scripts");

    private final String title;

    CommandGroup(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
