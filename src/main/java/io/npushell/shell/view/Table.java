package io.npushell.shell.view;

import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns. Only the last column is cut, and only where a terminal is too narrow for it. */
public final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<Text>> rows = new ArrayList<>();

    private record Column(String title, boolean number) {}

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    /** Columns by title; a title that starts with {@code >} is a column of numbers, aligned right. Empty titles: no header line. */
    public static Table of(String... titles) {
        List<Column> columns = new ArrayList<>();
        for (String title : titles) {
            boolean number = title.startsWith(">");
            columns.add(new Column(number ? title.substring(1) : title, number));
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
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Header (where there is one) and rows, each at most {@code width} columns wide. */
    public List<Text> lines(int width) {
        List<Text> lines = new ArrayList<>();
        if (columns.stream().anyMatch(column -> !column.title().isEmpty())) {
            lines.add(line(
                    columns.stream()
                            .map(column -> Text.of(column.title(), Style.FAINT))
                            .toList(),
                    width));
        }
        rows.forEach(row -> lines.add(line(row, width)));
        return lines;
    }

    private Text line(List<Text> cells, int width) {
        Text line = Text.empty();
        for (int i = 0; i < cells.size(); i++) {
            boolean last = i == cells.size() - 1;
            int columnWidth = columnWidth(i);
            Text cell = cells.get(i);
            if (columns.get(i).number()) {
                line = line.plus(cell.aligned(columnWidth));
            } else {
                line = line.plus(last ? cell : cell.padded(columnWidth));
            }
            line = last ? line : line.plus(GAP);
        }
        return trimmed(line).cut(width);
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
