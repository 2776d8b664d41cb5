package io.npushell.shell.view;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks a long line between its words, so that a terminal does not break it within one. */
public final class Paragraph {
    private static final Pattern PIECE = Pattern.compile("\\s+|\\S+");

    /** A line may end behind any character of Chinese or Japanese, but not before a mark that closes. */
    private static final Pattern SEGMENT = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]"
            + "[、。，．；：！？）」』》】”’]*|[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]+");

    /** A cell and what keeps it from the next, at the beginning of a line. */
    private static final Pattern FIRST_CELL = Pattern.compile("^ *\\S+(?: \\S+)* {2,}(?=\\S)");

    private final List<Text> lines = new ArrayList<>();
    private final String indent;
    private final int width;
    private Text line = Text.empty();
    private Text gap = Text.empty();
    private Text word = Text.empty();

    private Paragraph(int indent, int width) {
        this.indent = " ".repeat(indent);
        this.width = width;
    }

    /**
     * Any text of ours as lines of at most {@code width} columns where words allow it: what goes on stands below the beginning, in a row of cells
     * below the second cell.
     */
    static List<Text> wrapped(Text text, int width) {
        List<Text> lines = new ArrayList<>();
        for (Text line : text.lines()) {
            lines.addAll(line.width() <= width ? List.of(line) : lines(line, hanging(line.plain(), width), width));
        }
        return lines;
    }

    private static int hanging(String line, int width) {
        Matcher cell = FIRST_CELL.matcher(line);
        int second = cell.find() ? Text.width(cell.group()) : width;
        return second <= width / 2
                ? second
                : (int) line.chars().takeWhile(point -> point == ' ').count();
    }

    /** Lines of at most {@code width} columns where words allow it; all but the first are indented. */
    public static List<Text> lines(Text text, int indent, int width) {
        if (text.width() <= width || indent >= width) {
            return List.of(text);
        }
        Paragraph paragraph = new Paragraph(Math.min(indent, width / 2), width);
        for (Text.Part part : text.parts()) {
            Matcher piece = PIECE.matcher(part.text());
            while (piece.find()) {
                paragraph.take(Text.of(piece.group(), part.style()));
            }
        }
        paragraph.endWord();
        paragraph.lines.add(paragraph.line);
        return paragraph.lines;
    }

    /** A word may have several styles; it ends where a blank stands. */
    private void take(Text piece) {
        String plain = piece.plain();
        if (plain.isBlank()) {
            endWord();
            gap = gap.plus(piece);
            return;
        }
        if (plain.indexOf('/') >= 0) {
            word = word.plus(piece); // a path stays whole
            return;
        }
        Style style = piece.parts().get(0).style();
        Matcher segment = SEGMENT.matcher(plain);
        boolean afterWide = false;
        while (segment.find()) {
            boolean wide = Text.width(segment.group()) > segment.group().length();
            if (wide || afterWide) {
                endWord();
            }
            word = word.plus(segment.group(), style);
            afterWide = wide;
        }
    }

    /** Less of it before a word that would not fit behind all of it; all of it before one that fits no line. */
    private String indent() {
        int room = width - word.width();
        return room < 0 ? indent : indent.substring(0, Math.min(indent.length(), room));
    }

    private void endWord() {
        if (word.width() == 0) {
            return;
        }
        Text before = line.plus(gap);
        Text longer = before.plus(word);
        if (longer.width() <= width) {
            line = longer;
        } else if (before.plain().isBlank()) {
            line = before.width() > indent().length() ? Text.of(indent()).plus(word) : longer;
        } else if (before.width() > indent().length()) {
            lines.add(line);
            line = Text.of(indent()).plus(word);
        } else {
            line = longer;
        }
        gap = Text.empty();
        word = Text.empty();
    }
}
