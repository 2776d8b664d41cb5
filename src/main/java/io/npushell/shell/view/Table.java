package io.npushell.shell.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in aligned columns, made to fit a terminal that is too narrow: columns that may give way are cut in their middle, then the end of the line. */
public final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<Text>> rows = new ArrayList<>();

    private static final int LEAST_LEFT = 16;

    private record Column(String title, boolean number, boolean givesWay) {}

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    /**
     * Columns by title; one that starts with {@code >} is a column of numbers, aligned right, one that starts with {@code ~} may lose the
     * middle of its longest cells. Empty titles: no header line.
     */
    public static Table of(String... titles) {
        List<Column> columns = new ArrayList<>();
        for (String title : titles) {
            boolean number = title.startsWith(">");
            boolean givesWay = title.startsWith("~");
            columns.add(new Column(number || givesWay ? title.substring(1) : title, number, givesWay));
        }
        return new Table(columns);
    }

    public Table row(String... cells) {
        Text[] texts = new Text[cells.length];
        for (int i = 0; i < cells.length; i++) {
            texts[i] = Text.of(cells[i]);
        }
        return row(texts);
    }

    public Table row(Text... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(Text::onOneLine).toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Header (where there is one) and rows, each at most {@code width} columns wide. */
    public List<Text> lines(int width) {
        int[] widths = widths(width);
        List<Text> lines = new ArrayList<>();
        if (columns.stream().anyMatch(column -> !column.title().isEmpty())) {
            lines.add(line(
                    columns.stream()
                            .map(column -> Text.of(column.title(), Style.FAINT))
                            .toList(),
                    widths,
                    width));
        }
        rows.forEach(row -> lines.add(line(row, widths, width)));
        return lines;
    }

    private Text line(List<Text> cells, int[] widths, int width) {
        Text line = Text.empty();
        for (int i = 0; i < cells.size(); i++) {
            boolean last = i == cells.size() - 1;
            int columnWidth = widths[i];
            Text cell = columns.get(i).givesWay() ? cells.get(i).withoutMiddle(columnWidth) : cells.get(i);
            if (columns.get(i).number()) {
                line = line.plus(cell.aligned(columnWidth));
            } else {
                line = line.plus(last ? cell : cell.padded(columnWidth));
            }
            line = last ? line : line.plus(GAP);
        }
        return trimmed(line).cut(width);
    }

    /** What is missing is taken from the columns that give way, the last first. */
    private int[] widths(int width) {
        int[] widths = new int[columns.size()];
        long whole = (long) GAP.length() * (columns.size() - 1);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columnWidth(i);
            whole += i < widths.length - 1 ? widths[i] : Math.min(LEAST_LEFT, widths[i]);
        }
        for (int i = widths.length - 2; i >= 0; i--) {
            if (columns.get(i).givesWay() && whole > width) {
                int left = (int) Math.max(Math.min(LEAST_LEFT, widths[i]), widths[i] - (whole - width));
                whole -= widths[i] - left;
                widths[i] = left;
            }
        }
        return widths;
    }

    private int columnWidth(int index) {
        int title = Text.width(columns.get(index).title());
        return rows.stream().mapToInt(row -> row.get(index).width()).reduce(title, Math::max);
    }

    private static Text trimmed(Text line) {
        List<Text.Part> parts = new ArrayList<>(line.parts());
        while (!parts.isEmpty() && parts.get(parts.size() - 1).text().isBlank()) {
            parts.remove(parts.size() - 1);
        }
        return new Text(parts);
    }
}
