package io.npushell.shell.view;

import java.io.PrintWriter;

/** The data stream as Spring Shell's context carries it; our commands find the whole {@link Output} behind it. */
final class OutputWriter extends PrintWriter {
    private final Output output;

    OutputWriter(PrintWriter data, Output output) {
        super(data);
        this.output = output;
    }

    Output output() {
        return output;
    }
}
