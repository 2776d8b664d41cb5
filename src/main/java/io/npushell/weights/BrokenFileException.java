package io.npushell.weights;

import java.io.IOException;

/** A file is not what it should be; the message is a part of a sentence that starts with the file's name. */
public final class BrokenFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public BrokenFileException(String message) {
        super(message);
    }
}
