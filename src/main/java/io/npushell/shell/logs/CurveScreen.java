package io.npushell.shell.logs;

import io.npushell.shell.chart.Chart;
import io.npushell.shell.chart.Pen;
import io.npushell.shell.chart.TerminalChart;
import io.npushell.shell.view.Glyphs;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Curves as the terminal can show them: in braille, or in ASCII where that is all it has. */
record CurveScreen(boolean unicode) {
    private static final int USUAL = 80;
    private static final int FIRST_ROWS = 14;
    private static final int FURTHER_ROWS = 8;

    static CurveScreen of(Map<String, String> environment) {
        boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
        return new CurveScreen(!dumb && Glyphs.of(environment).equals(Glyphs.UNICODE));
    }

    /**
     * Each metric's chart, one below the other.
     *
     * @param width columns; {@link Output#UNLIMITED} for a usual terminal's
     * @param height rows of each chart, 0 for what suits
     */
    List<Text> lines(Curves curves, List<Metric> metrics, int width, int height, boolean colour) {
        Pen pen = Pen.of(unicode, colour, curves.trainings().size());
        int columns = width == Output.UNLIMITED ? USUAL : width;
        List<Text> lines = new ArrayList<>();
        for (Metric metric : metrics) {
            Chart chart = curves.chart(metric);
            int rows = height > 0 ? height : lines.isEmpty() ? FIRST_ROWS : FURTHER_ROWS;
            if (chart.isEmpty()) {
                lines.add(Text.of(metric.label() + ": no line has one"));
            } else {
                lines.addAll(new TerminalChart(pen, columns, rows).lines(chart));
            }
        }
        return lines;
    }
}
