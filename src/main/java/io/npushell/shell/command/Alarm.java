package io.npushell.shell.command;

/** Whether findings of level error stand against what is on the workbench; whoever computes findings says so, the prompt shows it. */
public final class Alarm {
    private volatile boolean raised;

    public void raised(boolean errors) {
        raised = errors;
    }

    public boolean raised() {
        return raised;
    }
}
