package io.npushell.shell.chart;

/** A grid of dots behind character cells, each cell belonging to the curve that was drawn through it last. */
final class Dots {
    private final int columns;
    private final int rows;
    private final int across;
    private final int down;
    private final int[] bits;
    private final int[] owners;

    /**
     * An empty grid.
     *
     * @param across dots of a cell side by side
     * @param down dots of a cell one above the other
     */
    Dots(int columns, int rows, int across, int down) {
        this.columns = columns;
        this.rows = rows;
        this.across = across;
        this.down = down;
        this.bits = new int[columns * rows];
        this.owners = new int[columns * rows];
    }

    /** Draws a curve; its strokes and single points. */
    void draw(Series series, Axis horizontal, Axis vertical, int owner) {
        int lastX = 0;
        int lastY = 0;
        for (int point = 0; point < series.size(); point++) {
            if (!series.has(point)) {
                continue;
            }
            int x = (int) Math.round(horizontal.part(series.xAt(point)) * (columns * across - 1));
            int y = (int) Math.round((1 - vertical.part(series.yAt(point))) * (rows * down - 1));
            if (series.joined(point)) {
                stroke(lastX, lastY, x, y, owner);
            } else {
                dot(x, y, owner);
            }
            lastX = x;
            lastY = y;
        }
    }

    /** The dots of a cell, as bits: row by row, each from the left. */
    int bits(int column, int row) {
        return bits[row * columns + column];
    }

    int owner(int column, int row) {
        return owners[row * columns + column];
    }

    private void stroke(int fromX, int fromY, int toX, int toY, int owner) {
        int steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
        for (int step = 0; step <= steps; step++) {
            double part = steps == 0 ? 0 : (double) step / steps;
            dot((int) Math.round(fromX + part * (toX - fromX)), (int) Math.round(fromY + part * (toY - fromY)), owner);
        }
    }

    private void dot(int x, int y, int owner) {
        if (x < 0 || y < 0 || x >= columns * across || y >= rows * down) {
            return;
        }
        int cell = y / down * columns + x / across;
        bits[cell] |= 1 << (y % down * across + x % across);
        owners[cell] = owner;
    }
}
