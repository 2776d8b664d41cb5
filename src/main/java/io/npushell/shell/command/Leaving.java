package io.npushell.shell.command;

/** Whether the operator or the script asked to leave. */
public final class Leaving {
    private volatile boolean asked;

    public void ask() {
        asked = true;
    }

    public boolean asked() {
        return asked;
    }
}
