package io.npushell.shell.view;

/** Shows a text that is whole and may be longer than the screen; one that fits is printed as it is. */
@FunctionalInterface
public interface Pager {
    /** Returns when the operator has seen enough of it. */
    void show(String text);
}
