package io.npushell.shell.view;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * One stream to the operator.
 *
 * @param terminal whether lines may be redrawn and cut
 * @param device whether it leads to a terminal, also to one that can only append: what is copied from elsewhere must not steer it
 * @param colour whether styles are written out
 * @param glyphs what the operator's locale has: no text of ours goes beyond it, and what is copied does not on a device
 */
public record Channel(PrintWriter writer, boolean terminal, boolean device, boolean colour, Glyphs glyphs) {

    public Channel(PrintWriter writer, boolean terminal, boolean colour) {
        this(writer, terminal, terminal, colour, Glyphs.UNICODE);
    }

    public static Channel plain(Writer writer) {
        return new Channel(new PrintWriter(writer), false, false);
    }

    /** The same channel with what is written going elsewhere. */
    Channel into(Writer other) {
        return new Channel(new PrintWriter(other), terminal, device, colour, glyphs);
    }

    void line(Text text) {
        writer.print(spelled(text));
        writer.print('\n');
    }

    /** A line that is a program's to read, which must reach it as it is. */
    void copy(String line) {
        raw(device ? had(Printable.of(line)) : line);
    }

    void log(String line) {
        raw(device ? had(Printable.ofLog(line, colour)) : line);
    }

    private String had(String printable) {
        return glyphs.ascii() ? Printable.ascii(printable) : printable;
    }

    void raw(String line) {
        writer.print(line);
        writer.print('\n');
    }

    void unfinished(String text) {
        writer.print(text);
        writer.flush();
    }

    /** The text as this stream may carry it; it may have another width than before. */
    Text shown(Text text) {
        return glyphs.shown(text);
    }

    String spelled(Text text) {
        Text shown = shown(text);
        return colour ? shown.ansi() : shown.plain();
    }
}
