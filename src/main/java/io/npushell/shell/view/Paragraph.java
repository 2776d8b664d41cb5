package io.npushell.shell.view;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks a long line between its words, so that a terminal does not break it within one. */
public final class Paragraph {
    private static final Pattern PIECE = Pattern.compile("\\s+|\\S+");

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

    /** Lines of at most {@code width} columns where words allow it; all but the first are indented. */
    public static List<Text> lines(Text text, int indent, int width) {
        if (text.width() <= width || indent >= width) {
            return List.of(text);
        }
        Paragraph paragraph = new Paragraph(indent, width);
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
        if (piece.plain().isBlank()) {
            endWord();
            gap = gap.plus(piece);
        } else {
            word = word.plus(piece);
        }
    }

    private void endWord() {
        if (word.width() == 0) {
            return;
        }
        Text longer = line.plus(gap).plus(word);
        if (longer.width() > width && line.plus(gap).width() > indent.length()) {
            lines.add(line);
            line = Text.of(indent).plus(word);
        } else {
            line = longer;
        }
        gap = Text.empty();
        word = Text.empty();
    }
}
