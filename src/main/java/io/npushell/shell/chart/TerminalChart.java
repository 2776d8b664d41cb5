package io.npushell.shell.chart;

import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;

/** Draws a chart with characters. */
public final class TerminalChart {
    private static final int LEAST_COLUMNS = 10;
    private static final int COLUMNS_A_TICK = 14;
    private static final int ROWS_A_TICK = 3;

    private final Pen pen;
    private final int width;
    private final int rows;

    /**
     * A chart of a size.
     *
     * @param width columns of every line, the labels included
     * @param rows of the curves alone
     */
    public TerminalChart(Pen pen, int width, int rows) {
        this.pen = pen;
        this.width = width;
        this.rows = rows;
    }

    /** The label, the curves with their axes, and below them what is what. */
    public List<Text> lines(Chart chart) {
        Axis vertical = chart.vertical(Math.max(2, rows / ROWS_A_TICK));
        String[] labels = new String[rows];
        for (double tick : vertical.ticks()) {
            labels[(int) Math.round((1 - vertical.part(tick)) * (rows - 1))] = vertical.label(tick);
        }
        int margin = 1;
        for (String label : labels) {
            margin = Math.max(margin, label == null ? 0 : label.length());
        }
        int columns = Math.max(LEAST_COLUMNS, width - margin - 2);
        Axis horizontal = chart.horizontal(Math.max(1, columns / COLUMNS_A_TICK));
        Dots dots = pen.dots(columns, rows);
        for (int one = chart.series().size() - 1; one >= 0; one--) {
            dots.draw(chart.series().get(one), horizontal, vertical, one);
        }
        List<Text> lines = new ArrayList<>();
        lines.add(Text.of(chart.label(), Style.STRONG));
        for (int row = 0; row < rows; row++) {
            Text line = Text.of(padded(labels[row] == null ? "" : labels[row], margin) + " ", Style.FAINT)
                    .plus(labels[row] == null ? pen.vertical() : pen.tick(), Style.FAINT);
            lines.add(trimmed(line.plus(curve(dots, columns, row))));
        }
        lines.addAll(below(chart, horizontal, margin, columns));
        return lines;
    }

    private Text curve(Dots dots, int columns, int row) {
        List<Text.Part> parts = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            parts.addAll(pen.cell(dots, column, row).parts());
        }
        return joined(parts);
    }

    private List<Text> below(Chart chart, Axis horizontal, int margin, int columns) {
        StringBuilder axis = new StringBuilder(pen.horizontal().repeat(columns));
        StringBuilder labels = new StringBuilder(" ".repeat(margin + 2 + columns));
        int free = 0;
        for (double tick : horizontal.ticks()) {
            int at = (int) Math.round(horizontal.part(tick) * (columns - 1));
            String label = horizontal.label(tick);
            int start = Math.min(margin + 2 + at - label.length() / 2, margin + 2 + columns - label.length());
            if (start >= free) {
                axis.replace(at, at + 1, pen.lowerTick());
                labels.replace(start, start + label.length(), label);
                free = start + label.length() + 1;
            }
        }
        List<Text> lines = new ArrayList<>();
        lines.add(Text.of(" ".repeat(margin + 1) + pen.corner() + axis, Style.FAINT));
        lines.add(Text.of(labels.toString().stripTrailing(), Style.FAINT));
        Text names = Text.of(" ".repeat(margin + 2) + chart.xLabel(), Style.FAINT);
        if (chart.series().size() > 1) {
            for (int one = 0; one < chart.series().size(); one++) {
                Text legend = pen.legend(one, chart.series().get(one).name());
                if (names.width() + 3 + legend.width() > width) {
                    lines.add(names.cut(width));
                    names = Text.of(" ".repeat(margin - 1));
                }
                names = names.plus("   ").plus(legend);
            }
        }
        lines.add(names.cut(width));
        return lines;
    }

    private static String padded(String label, int columns) {
        return " ".repeat(columns - label.length()) + label;
    }

    /** Neighbours in one style become one stretch. */
    private static Text joined(List<Text.Part> parts) {
        Text text = Text.empty();
        StringBuilder stretch = new StringBuilder();
        Style style = Style.PLAIN;
        for (Text.Part part : parts) {
            boolean blank = part.text().isBlank();
            if (!blank && part.style() != style && !stretch.isEmpty()) {
                text = text.plus(stretch.toString(), style);
                stretch.setLength(0);
            }
            style = blank ? style : part.style();
            stretch.append(part.text());
        }
        return text.plus(stretch.toString(), style);
    }

    private static Text trimmed(Text line) {
        List<Text.Part> parts = new ArrayList<>(line.parts());
        int last = parts.size() - 1;
        Text.Part part = parts.get(last);
        parts.set(last, new Text.Part(part.text().stripTrailing(), part.style()));
        return new Text(parts);
    }
}
