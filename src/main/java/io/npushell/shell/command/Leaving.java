package io.npushell.shell.command;

import java.util.OptionalInt;

/** Whether the operator or the script asked to leave. */
public final class Leaving {
    private volatile boolean asked;
    private volatile OptionalInt code = OptionalInt.empty();

    /** Asks to leave, and with which exit code where one is said. */
    public void ask(OptionalInt wanted) {
        asked = true;
        code = wanted;
    }

    /** The exit code that was asked for; empty where none was, so that the first failure's counts. */
    public OptionalInt code() {
        return code;
    }

    public boolean asked() {
        return asked;
    }
}
