package io.npushell.shell.view;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * One stream to the operator.
 *
 * @param terminal whether lines may be redrawn and cut
 * @param device whether it leads to a terminal, also to one that can only append: what is copied from elsewhere must not steer it
 * @param colour whether styles are written out
 */
public record Channel(PrintWriter writer, boolean terminal, boolean device, boolean colour) {

    public Channel(PrintWriter writer, boolean terminal, boolean colour) {
        this(writer, terminal, terminal, colour);
    }

    public static Channel plain(Writer writer) {
        return new Channel(new PrintWriter(writer), false, false);
    }

    void line(Text text) {
        writer.print(spelled(text));
        writer.print('\n');
    }

    /** A line that is a program's to read, which must reach it as it is. */
    void copy(String line) {
        raw(device ? Printable.of(line) : line);
    }

    void log(String line) {
        raw(device ? Printable.ofLog(line, colour) : line);
    }

    void raw(String line) {
        writer.print(line);
        writer.print('\n');
    }

    void unfinished(String text) {
        writer.print(text);
        writer.flush();
    }

    String spelled(Text text) {
        return colour ? text.ansi() : text.plain();
    }
}
