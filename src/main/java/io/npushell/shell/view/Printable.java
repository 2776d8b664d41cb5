package io.npushell.shell.view;

import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text from elsewhere (names, notes, records, logs, files, messages of programs) made harmless to show: nothing in it moves a cursor, writes a
 * clipboard, reorders or hides what stands beside it.
 *
 * <p>What would steer a terminal is spelled out: {@code \x1b}, {@code \u202e}. Tabs and line ends stay. Styles of our own are put around the result and
 * never found in it; only a log may keep its colours.
 */
public final class Printable {
    private static final int DELETE = 0x7f;
    private static final int LAST_C1 = 0x9f;

    /** A control sequence, or a string up to its end; with ESC or as one C1 character. One that does not end on its line is none. */
    private static final Pattern SEQUENCE = Pattern.compile("(?:\u001b\\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]"
            + "|(?:\u001b[\\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c\n]*+(?:\u0007|\u001b\\\\|\u009c)"
            + "|\u001b[ -/]{1,8}[0-~]|\u001b[0-Z\\\\`-~]");

    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;:]*m");
    private static final String NO_COLOURS = "\u001b[0m";

    private Printable() {}

    /** The text as it may be shown; the same object where nothing is in it. */
    public static String of(String text) {
        return replaced(text, Printable::steers, Printable::spelled);
    }

    /** The same on one line: for a cell of a table, where a line end would forge a row. */
    public static String onOneLine(String text) {
        return replaced(of(text), point -> point == '\n' || point == '\t', point -> point == '\n' ? "\\n" : "\\t");
    }

    /**
     * A line of a log as a terminal may show it: whole sequences go, as trainers redraw their progress with them; what else steers is spelled out.
     *
     * @param colours whether its colours stay; they end with the line
     */
    static String ofLog(String line, boolean colours) {
        if (isPrintable(line)) {
            return line;
        }
        StringBuilder shown = new StringBuilder();
        boolean coloured = false;
        int at = 0;
        Matcher sequence = SEQUENCE.matcher(line);
        while (sequence.find()) {
            shown.append(of(line.substring(at, sequence.start())));
            at = sequence.end();
            if (colours && COLOURS.matcher(sequence.group()).matches()) {
                shown.append(sequence.group());
                coloured = true;
            }
        }
        shown.append(of(line.substring(at)));
        return coloured ? shown.append(NO_COLOURS).toString() : shown.toString();
    }

    /** What is printable, for a terminal that has only ASCII. */
    static String ascii(String printable) {
        return replaced(printable, Printable::beyondAscii, Printable::spelled);
    }

    private static boolean beyondAscii(int point) {
        return point > DELETE;
    }

    /**
     * JSON that is whole already, with what its writer leaves as it is: in JSON such characters stand only in strings, where an escape means the same.
     *
     * @param ascii whether all is escaped that is not ASCII
     */
    static String ofJson(String json, boolean ascii) {
        return replaced(json, point -> steers(point) || (ascii && beyondAscii(point)), point -> {
            StringBuilder escapes = new StringBuilder();
            for (char unit : Character.toChars(point)) {
                escapes.append(String.format("\\u%04x", (int) unit));
            }
            return escapes.toString();
        });
    }

    /** Whether nothing in it steers a terminal. */
    public static boolean isPrintable(String text) {
        return text.codePoints().noneMatch(Printable::steers);
    }

    private static String replaced(String text, IntPredicate wanted, IntFunction<String> replacement) {
        if (text.codePoints().noneMatch(wanted)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (wanted.test(point)) {
                shown.append(replacement.apply(point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    private static boolean steers(int point) {
        if (point < ' ') {
            return point != '\n' && point != '\t';
        }
        return point >= DELETE && (point <= LAST_C1 || reorders(point) || breaksLine(point) || isTag(point));
    }

    /** Marks, embeddings, overrides and isolates of right-to-left text. */
    private static boolean reorders(int point) {
        return point == 0x61c
                || point == 0x200e
                || point == 0x200f
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069);
    }

    private static boolean breaksLine(int point) {
        return point == 0x2028 || point == 0x2029;
    }

    /** Invisible copies of ASCII. */
    private static boolean isTag(int point) {
        return point >= 0xe0000 && point <= 0xe007f;
    }

    /** The escape for one character. */
    static String spelled(int point) {
        if (point <= LAST_C1) {
            return String.format("\\x%02x", point);
        }
        return String.format(point > Character.MAX_VALUE ? "\\U%08x" : "\\u%04x", point);
    }
}
