package io.npushell.shell.view;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * One stream to the operator.
 *
 * @param terminal whether somebody looks at it: lines may be redrawn and cut
 * @param colour whether styles are written out
 */
public record Channel(PrintWriter writer, boolean terminal, boolean colour) {

    public static Channel plain(Writer writer) {
        return new Channel(new PrintWriter(writer), false, false);
    }

    void line(Text text) {
        writer.print(spelled(text));
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
