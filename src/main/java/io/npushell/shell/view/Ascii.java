package io.npushell.shell.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Text for a terminal that has only ASCII: our own signs become plain ones of the same width, what came from elsewhere is spelled out as {@link Printable}
 * does.
 *
 * <p>What grows takes its columns from the next gap of the line, so that the cells behind it stay where they were; a line without a gap grows.
 */
final class Ascii {
    private static final int LAST = 0x7f;
    private static final String QUOTES = "“”„‟″";
    private static final String APOSTROPHES = "‘’‚‛′";
    private static final String ENDS = " ])}>,;:.\n";
    private static final String DASHES = "‐‑‒–—―−·•";
    /** From one eighth of a cell to a full one. */
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";

    private static final String BLOCKS_HERE = "_.:-=+*#";

    private final List<Text.Part> parts = new ArrayList<>();
    private StringBuilder part = new StringBuilder();
    private int last = '\n';
    private int blanks;
    /** Columns that what was written has more than what was given. */
    private int owed;

    private Ascii() {}

    /** The same object where it is ASCII already. */
    static Text of(Text text) {
        if (text.parts().stream().allMatch(each -> isAscii(each.text()))) {
            return text;
        }
        Ascii ascii = new Ascii();
        text.parts().forEach(ascii::take);
        return ascii.whole();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(unit -> unit <= LAST);
    }

    private void take(Text.Part given) {
        part = new StringBuilder();
        int[] points = given.text().codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            take(points[i], i + 1 < points.length ? points[i + 1] : ' ');
        }
        parts.add(new Text.Part(part.toString(), given.style()));
    }

    private Text whole() {
        parts.add(new Text.Part(" ".repeat(blanks), Style.PLAIN));
        return new Text(parts.stream().filter(each -> !each.text().isEmpty()).toList());
    }

    private void take(int point, int next) {
        if (point == ' ') {
            blanks++;
            return;
        }
        if (point == '…' && blanks > 0 && ENDS.indexOf(next) >= 0) {
            // words go on, in as many columns
            blanks--;
            gap();
            part.append("..");
        } else {
            gap();
            String shown = shown(point);
            part.append(shown);
            owed += shown.length() - (point <= LAST ? 1 : Text.width(Character.toString(point)));
        }
        if (point == '\n') {
            owed = 0;
        }
        last = point;
    }

    /** One blank keeps words apart; two and more keep cells apart, and one of them must stay. */
    private void gap() {
        int left = blanks;
        if (blanks > 1) {
            left = Math.max(1, blanks - owed);
            owed -= blanks - left;
        }
        part.append(" ".repeat(left));
        last = blanks > 0 ? ' ' : last;
        blanks = 0;
    }

    private String shown(int point) {
        if (point <= LAST) {
            return Character.toString(point);
        }
        if (QUOTES.indexOf(point) >= 0) {
            return "\"";
        }
        if (APOSTROPHES.indexOf(point) >= 0) {
            return "'";
        }
        if (DASHES.indexOf(point) >= 0) {
            return "-";
        }
        if (point >= 0x2500 && point <= 0x257f) {
            return line(point);
        }
        int block = BLOCKS.indexOf(point);
        return block >= 0 ? BLOCKS_HERE.substring(block, block + 1) : sign(point);
    }

    private static String line(int point) {
        return switch (point) {
            case '─', '━', '═' -> "-";
            case '│', '┃', '║' -> "|";
            default -> "+";
        };
    }

    private String sign(int point) {
        return switch (point) {
            // the rest of a word; otherwise any name or number of them, as the host's shell writes it
            case '…' -> Character.isLetterOrDigit(last) && !Character.isUpperCase(last) ? "~" : "*";
            case '×' -> "x";
            case '÷' -> "/";
            case '°' -> "";
            case '→' -> "->";
            case '←' -> "<-";
            case '⇄' -> "<->";
            case '↑' -> "^";
            case '↓' -> "v";
            case '↵' -> "\\n";
            case '≤' -> "<=";
            case '≥' -> ">=";
            case '≠' -> "!=";
            case '≈' -> "~";
            case '±' -> "+-";
            case '‹' -> "<";
            case '›' -> ">";
            case '░' -> ".";
            case '▒' -> ":";
            case '▓' -> "%";
            case 0xfffd -> "?";
            default -> Printable.spelled(point);
        };
    }
}
