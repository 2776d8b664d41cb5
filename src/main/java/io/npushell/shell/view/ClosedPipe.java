package io.npushell.shell.view;

/** Whoever read our output has gone; there is nobody to tell, the process just ends with exit 141. */
public final class ClosedPipe extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClosedPipe(Throwable cause) {
        super("the reader of our output went away", cause);
    }
}
