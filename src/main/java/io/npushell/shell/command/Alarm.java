package io.npushell.shell.command;

import java.util.function.BooleanSupplier;

/** Whether findings of level error stand against what is on the workbench; whoever computes findings says so, the prompt shows it. */
public final class Alarm {
    private volatile BooleanSupplier watch = () -> false;

    /** Asked before each prompt; from memory only. */
    public void watch(BooleanSupplier errors) {
        watch = errors;
    }

    public boolean raised() {
        return watch.getAsBoolean();
    }
}
