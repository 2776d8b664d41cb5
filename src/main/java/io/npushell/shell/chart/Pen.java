package io.npushell.shell.chart;

import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.List;

/**
 * What curves are drawn with.
 *
 * @param braille eight dots to a character instead of one mark
 * @param lines whether the axes may be drawn with box characters
 */
public record Pen(boolean braille, boolean lines) {
    private static final String MARKS = "*+xo#@%&";
    /** No two of them look alike. */
    private static final List<Style> STYLES = List.of(Style.PLAIN, Style.WARNING, Style.BAD, Style.FAINT);

    private static final int BRAILLE = 0x2800;
    /** Unicode numbers the dots column by column, but the lowest row last. */
    private static final int[] BRAILLE_BITS = {0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80};

    /** Curves that only colours tell apart are drawn with marks where there are none, or too few. */
    public static Pen of(boolean unicode, boolean colour, int curves) {
        return new Pen(unicode && (curves == 1 || (colour && curves <= STYLES.size())), unicode);
    }

    Dots dots(int columns, int rows) {
        return braille ? new Dots(columns, rows, 2, 4) : new Dots(columns, rows, 1, 1);
    }

    Text cell(Dots dots, int column, int row) {
        int bits = dots.bits(column, row);
        if (bits == 0) {
            return Text.of(" ");
        }
        int owner = dots.owner(column, row);
        return Text.of(braille ? dotted(bits) : mark(owner), style(owner));
    }

    /** A curve's name with what it is drawn with. */
    Text legend(int owner, String name) {
        return Text.of(braille ? "⣿" : mark(owner), style(owner)).plus(" " + name);
    }

    String horizontal() {
        return lines ? "─" : "-";
    }

    String vertical() {
        return lines ? "│" : "|";
    }

    String tick() {
        return lines ? "┤" : "+";
    }

    String lowerTick() {
        return lines ? "┬" : "+";
    }

    String corner() {
        return lines ? "└" : "+";
    }

    private static String mark(int owner) {
        return String.valueOf(MARKS.charAt(owner % MARKS.length()));
    }

    private static Style style(int owner) {
        return STYLES.get(owner % STYLES.size());
    }

    private static String dotted(int bits) {
        int point = BRAILLE;
        for (int bit = 0; bit < BRAILLE_BITS.length; bit++) {
            point |= (bits >> bit & 1) == 1 ? BRAILLE_BITS[bit] : 0;
        }
        return Character.toString(point);
    }
}
