package io.npushell.weights;

import java.io.IOException;

/**
 * A file is not what it should be; the message is a part of a sentence that starts with the file's name.
 *
 * <p>Not every such file is broken: what this reader does not know, the program that wrote it may well read. Ask {@link #understood}.
 */
public final class BrokenFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    private enum Kind {
        BROKEN,
        NOT_UNDERSTOOD,
        HOSTILE
    }

    public BrokenFileException(String message) {
        this(message, Kind.BROKEN);
    }

    private BrokenFileException(String message, Kind kind) {
        super(message);
        this.kind = kind;
    }

    /** Of a file that may be sound and holds what this reader does not know. */
    static BrokenFileException notUnderstood(String message) {
        return new BrokenFileException(message, Kind.NOT_UNDERSTOOD);
    }

    /** Of a file that would run something in whoever loads it. */
    static BrokenFileException hostile(String message) {
        return new BrokenFileException(message, Kind.HOSTILE);
    }

    /** Whether loading the file with its own program would run what no checkpoint needs. */
    public boolean isHostile() {
        return kind == Kind.HOSTILE;
    }

    /** Whether the file was understood as far as to know that it is broken. */
    public boolean understood() {
        return kind != Kind.NOT_UNDERSTOOD;
    }
}
