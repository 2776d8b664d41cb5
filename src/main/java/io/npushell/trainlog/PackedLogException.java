package io.npushell.trainlog;

import java.io.IOException;

/** A file holds a log, but not as text that is read here. The message says as what, the remedy how to make text of it. */
public final class PackedLogException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String tool;

    PackedLogException(String message, String tool) {
        super(message);
        this.tool = tool;
    }

    /** What unpacks it: "zstd -d". */
    public String tool() {
        return tool;
    }
}
