package io.npushell.shell.command;

/** The screen that the operator looks at, where there is one: known once a conversation has begun. */
public final class Screen {
    private volatile Runnable clearing = () -> {};

    /** Says how it is emptied. */
    public void clearedBy(Runnable how) {
        clearing = how;
    }

    void clear() {
        clearing.run();
    }
}
