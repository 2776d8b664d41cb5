package io.npushell.shell.command;

/** The groups of commands, in the order help lists them. */
public enum CommandGroup {
    PROFILES("profiles", "Profiles and presets"),
    PARAMETERS("settings", "Parameters"),
    PLAN("planning", "Check and plan"),
    DATA("data", "Data and weights"),
    SESSIONS("training", "Sessions"),
    CONTAINER("container", "Container"),
    MACHINE("machine", "Machine and workspace"),
    SHELL("shell", "Shell and scripts");

    private final String topic;
    private final String title;

    CommandGroup(String topic, String title) {
        this.topic = topic;
        this.title = title;
    }

    /** The word that help knows it by; never the name of a command. */
    public String topic() {
        return topic;
    }

    public String title() {
        return title;
    }
}
