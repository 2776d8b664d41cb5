package io.npushell.weights;

import java.io.IOException;

/**
 * A file is not what it should be; the message is a part of a sentence that starts with the file's name.
 *
 * <p>Not every such file is broken: what this reader does not know, the program that wrote it may well read. Ask {@link #understood}.
 */
public final class BrokenFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean understood;

    public BrokenFileException(String message) {
        this(message, true);
    }

    private BrokenFileException(String message, boolean understood) {
        super(message);
        this.understood = understood;
    }

    /** Of a file that may be sound and holds what this reader does not know. */
    static BrokenFileException notUnderstood(String message) {
        return new BrokenFileException(message, false);
    }

    /** Whether the file was understood as far as to know that it is broken. */
    public boolean understood() {
        return understood;
    }
}
