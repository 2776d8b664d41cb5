package io.npushell.workspace;

/** The server of a download cannot be reached from here; the message says how curl put it. */
final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreachable(String message) {
        super(message);
    }
}
