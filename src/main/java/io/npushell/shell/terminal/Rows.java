package io.npushell.shell.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * A text as the rows it takes on a screen of some width: a line that is longer goes on in the next row.
 *
 * <p>What is printed of it is the text itself, so that a line copied from the screen is one line; only where a page ends within a line is it broken.
 */
final class Rows {
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;:]*m");
    private static final Pattern NO_COLOURS = Pattern.compile("\u001b\\[[0;:]*m");
    private static final String PLAIN = "\u001b[0m";
    private static final int TAB = 8;

    /** @param colours what is in effect where it begins */
    private record Row(int begin, int end, String colours, boolean endsLine) {}

    private final String text;
    private final List<Row> rows = new ArrayList<>();

    /** Of a text without tabs, see {@link #withoutTabs}. */
    Rows(String text, int width) {
        this.text = text;
        int begin = 0;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            end = end < 0 ? text.length() : end;
            line(begin, end, Math.max(2, width));
            begin = end + 1;
        }
    }

    int size() {
        return rows.size();
    }

    /** Where in the text a row begins; the text's end for the row after the last. */
    int begin(int row) {
        return row < rows.size() ? rows.get(row).begin() : text.length();
    }

    /** The row in which this place of the text stands; the one after the last for the text's end. */
    int at(int place) {
        int row = rows.size();
        while (row > 0 && begin(row) > place) {
            row--;
        }
        return row;
    }

    /** What shows these rows on a terminal whose cursor is at the left; after it the cursor is at the left of the row below. */
    String shown(int from, int to) {
        StringBuilder shown = new StringBuilder();
        for (int each = from; each < to; each++) {
            Row row = rows.get(each);
            shown.append(each == from ? row.colours() : "").append(text, row.begin(), row.end());
            if (row.endsLine()) {
                shown.append('\n');
            } else if (each == to - 1) {
                shown.append(rows.get(each + 1).colours().isEmpty() ? "" : PLAIN)
                        .append('\n');
            }
        }
        return shown.toString();
    }

    private void line(int begin, int end, int width) {
        Matcher colour = COLOURS.matcher(text).region(begin, end);
        int next = colour.find() ? colour.start() : end;
        String colours = "";
        String first = "";
        int from = begin;
        int cells = 0;
        int at = begin;
        while (at < end) {
            if (at == next) {
                colours = NO_COLOURS.matcher(colour.group()).matches() ? "" : colours + colour.group();
                at = colour.end();
                next = colour.find() ? colour.start() : end;
                continue;
            }
            int point = text.codePointAt(at);
            int wide = Math.max(0, WCWidth.wcwidth(point));
            if (cells + wide > width) {
                rows.add(new Row(from, at, first, false));
                from = at;
                first = colours;
                cells = 0;
            }
            cells += wide;
            at += Character.charCount(point);
        }
        rows.add(new Row(from, end, first, true));
    }

    /** The text with blanks in place of tabs, as far as a terminal's tab stops: how far a tab goes depends on where its row begins. */
    static String withoutTabs(String text) {
        if (text.indexOf('\t') < 0) {
            return text;
        }
        StringBuilder spread = new StringBuilder(text.length() + TAB);
        Matcher colour = COLOURS.matcher(text);
        int cells = 0;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (point == '\u001b' && colour.region(at, text.length()).lookingAt()) {
                spread.append(colour.group());
                at = colour.end();
                continue;
            }
            if (point == '\t') {
                int blanks = TAB - cells % TAB;
                spread.append(" ".repeat(blanks));
                cells += blanks;
            } else {
                spread.appendCodePoint(point);
                cells = point == '\n' ? 0 : cells + Math.max(0, WCWidth.wcwidth(point));
            }
            at += Character.charCount(point);
        }
        return spread.toString();
    }
}
