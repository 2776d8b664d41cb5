package io.npushell.shell;

import io.npushell.ExitCode;
import io.npushell.shell.command.Interrupts;

/** Ctrl-C in batch: a command's handler where one is in place, else the end of the process. SIGTERM keeps the JVM's way, exit 143. */
final class Signals {
    private final Interrupts interrupts;

    Signals(Interrupts interrupts) {
        this.interrupts = interrupts;
    }

    /** Leaves the signal to the JVM (exit 130) until a command wants it. */
    void arm() {
        interrupts.whenFirstUsed(() -> org.jline.utils.Signals.register("INT", this::interrupted));
    }

    private void interrupted() {
        if (!interrupts.fire()) {
            System.exit(ExitCode.INTERRUPTED.code());
        }
    }
}
