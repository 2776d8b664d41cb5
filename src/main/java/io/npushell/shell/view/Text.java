package io.npushell.shell.view;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * One line of text with styles. Immutable; widths are columns on a terminal, so a CJK character counts two.
 *
 * <p>What would steer a terminal is spelled out as soon as it comes in, see {@link Printable}: so widths are those of what is shown, and no view has to
 * think of it.
 */
public record Text(List<Part> parts) {
    private static final Text EMPTY = new Text(List.of());

    /** A stretch in one style. */
    public record Part(String text, Style style) {
        public Part {
            text = Printable.of(text);
        }
    }

    public Text {
        parts = List.copyOf(parts);
    }

    public static Text empty() {
        return EMPTY;
    }

    public static Text of(String text) {
        return of(text, Style.PLAIN);
    }

    public static Text of(String text, Style style) {
        return new Text(List.of(new Part(text, style)));
    }

    public Text plus(String text) {
        return plus(text, Style.PLAIN);
    }

    public Text plus(String text, Style style) {
        return plus(of(text, style));
    }

    public Text plus(Text other) {
        List<Part> joined = new ArrayList<>(parts);
        joined.addAll(other.parts);
        return new Text(joined);
    }

    public String plain() {
        StringBuilder plain = new StringBuilder();
        parts.forEach(part -> plain.append(part.text()));
        return plain.toString();
    }

    public String ansi() {
        StringBuilder ansi = new StringBuilder();
        parts.forEach(part -> ansi.append(part.style().ansi(part.text())));
        return ansi.toString();
    }

    /** Its lines, where line ends are in it. */
    List<Text> lines() {
        if (parts.stream().noneMatch(part -> part.text().indexOf('\n') >= 0)) {
            return List.of(this);
        }
        List<Text> lines = new ArrayList<>();
        Text line = EMPTY;
        for (Part part : parts) {
            String[] pieces = part.text().split("\n", -1);
            for (int i = 0; i < pieces.length; i++) {
                if (i > 0) {
                    lines.add(line);
                    line = EMPTY;
                }
                line = line.plus(pieces[i], part.style());
            }
        }
        lines.add(line);
        return lines;
    }

    /** The same with line ends and tabs spelled out too. */
    Text onOneLine() {
        return new Text(parts.stream()
                .map(part -> new Part(Printable.onOneLine(part.text()), part.style()))
                .toList());
    }

    public int width() {
        return parts.stream().mapToInt(part -> width(part.text())).sum();
    }

    /** At most so many columns; what is longer ends in an ellipsis. */
    public Text cut(int columns) {
        if (width() <= columns) {
            return this;
        }
        List<Part> kept = new ArrayList<>();
        int left = columns - 1;
        for (Part part : parts) {
            String fitting = fitting(part.text(), left);
            kept.add(new Part(fitting, part.style()));
            left -= width(fitting);
            if (fitting.length() < part.text().length()) {
                break;
            }
        }
        return columns <= 0 ? EMPTY : new Text(kept).plus("…");
    }

    /** At most so many columns; of what is longer, the end tells most: an ellipsis stands before it. */
    public Text withoutMiddle(int columns) {
        if (width() <= columns) {
            return this;
        }
        String plain = plain();
        String head = fitting(plain, columns / 4);
        int from = plain.length();
        while (from > 0 && width(plain.substring(from - 1)) < columns - width(head)) {
            from--;
        }
        return of(head + "…" + plain.substring(from), parts.get(0).style());
    }

    /** Filled up with spaces on the right. */
    public Text padded(int columns) {
        return plus(" ".repeat(Math.max(0, columns - width())));
    }

    /** Filled up with spaces on the left. */
    public Text aligned(int columns) {
        return of(" ".repeat(Math.max(0, columns - width()))).plus(this);
    }

    public static int width(String text) {
        return text.codePoints()
                .map(point -> Math.max(0, WCWidth.wcwidth(point)))
                .sum();
    }

    private static String fitting(String text, int columns) {
        int width = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            width += Math.max(0, WCWidth.wcwidth(point));
            if (width > columns) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }
}
