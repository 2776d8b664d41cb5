package io.npushell.shell.view;

/** Whoever read our output has gone; there is nobody to tell, the process just ends with exit 141. */
public final class ClosedPipe extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public ClosedPipe(Throwable cause) {
        super("the reader of our output went away", cause);
        reason = String.valueOf(cause.getMessage());
    }

    /** What the system said of it. */
    public String reason() {
        return reason;
    }
}
