package io.npushell.shell.view;

import java.io.PrintWriter;
import java.io.Writer;

/** What a command prints, kept until the command has ended. What grows beyond what fits in memory goes on as it comes. */
final class HeldWriter extends Writer {
    /** Characters kept: some fifty thousand lines, and little beside the heap of a shell. */
    static final int MOST = 4 << 20;

    private final PrintWriter beyond;
    private final StringBuilder kept = new StringBuilder();
    private boolean passing;

    HeldWriter(PrintWriter beyond) {
        this.beyond = beyond;
    }

    @Override
    public void write(char[] text, int from, int length) {
        if (passing) {
            beyond.write(text, from, length);
            return;
        }
        kept.append(text, from, length);
        if (kept.length() > MOST) {
            passing = true;
            beyond.print(take());
        }
    }

    @Override
    public void flush() {
        if (passing) {
            beyond.flush();
        }
    }

    @Override
    public void close() {
        flush();
    }

    /** What is kept, once. */
    String take() {
        String text = kept.toString();
        kept.setLength(0);
        kept.trimToSize();
        return text;
    }
}
