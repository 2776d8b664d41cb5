package io.npushell.shell.chart;

import java.util.List;
import java.util.Locale;

/** Draws charts as one SVG document, one below the other; needs no fonts, scripts or other files. */
public final class SvgChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 320;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int POINTS = 4000;
    /** Colours that people who see no red or no green tell apart too (Okabe and Ito). */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

    private final StringBuilder svg = new StringBuilder();

    private SvgChart() {}

    public static String document(String title, List<Chart> charts) {
        SvgChart drawing = new SvgChart();
        int height = 30 + HEIGHT * charts.size();
        drawing.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, height, WIDTH, height);
        drawing.add("<title>%s</title>", escaped(title));
        drawing.add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, height);
        drawing.add("<text x=\"%d\" y=\"22\" font-size=\"15\" font-weight=\"bold\">%s</text>", LEFT, escaped(title));
        for (int i = 0; i < charts.size(); i++) {
            drawing.add("<g transform=\"translate(0 %d)\">", 30 + i * HEIGHT);
            drawing.chart(charts.get(i));
            drawing.add("</g>");
        }
        drawing.add("</svg>");
        return drawing.svg.toString();
    }

    private void chart(Chart chart) {
        Axis horizontal = chart.horizontal(10);
        Axis vertical = chart.vertical(6);
        for (double tick : vertical.ticks()) {
            double y = y(vertical, tick);
            add("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, WIDTH - RIGHT, y, y);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y + 4, vertical.label(tick));
        }
        for (double tick : horizontal.ticks()) {
            double x = x(horizontal, tick);
            add(
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#999\"/>",
                    x, x, HEIGHT - BOTTOM, HEIGHT - BOTTOM + 4);
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x, HEIGHT - BOTTOM + 18, horizontal.label(tick));
        }
        add("<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#666\"/>", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 36, escaped(chart.xLabel()));
        add("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", LEFT, TOP - 12, escaped(chart.label()));
        for (int one = 0; one < chart.series().size(); one++) {
            curve(Thinned.of(chart.series().get(one), POINTS), horizontal, vertical, COLOURS.get(one % COLOURS.size()));
        }
        legend(chart);
    }

    private void curve(Series series, Axis horizontal, Axis vertical, String colour) {
        StringBuilder path = new StringBuilder();
        String last = "";
        for (int point = 0; point < series.size(); point++) {
            if (!series.has(point)) {
                continue;
            }
            boolean lone = !series.joined(point) && (point + 1 == series.size() || !series.joined(point + 1));
            String place = String.format(
                    Locale.ROOT, "%.1f %.1f", x(horizontal, series.xAt(point)), y(vertical, series.yAt(point)));
            if (!series.joined(point)) {
                path.append('M').append(place).append(lone ? "h0.1" : "");
            } else if (!place.equals(last)) {
                path.append('L').append(place);
            }
            last = place;
        }
        add(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" stroke-linecap=\"round\"><title>%s</title></path>",
                path, colour, escaped(series.name()));
    }

    private void legend(Chart chart) {
        if (chart.series().size() < 2) {
            return;
        }
        int y = TOP + 4;
        for (int one = 0; one < chart.series().size(); one++) {
            String colour = COLOURS.get(one % COLOURS.size());
            add("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"4\" fill=\"%s\"/>", WIDTH - RIGHT - 180, y, colour);
            add(
                    "<text x=\"%d\" y=\"%d\">%s</text>",
                    WIDTH - RIGHT - 162, y + 6, escaped(chart.series().get(one).name()));
            y += 16;
        }
    }

    private static double x(Axis axis, double value) {
        return LEFT + axis.part(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Axis axis, double value) {
        return HEIGHT - BOTTOM - axis.part(value) * (HEIGHT - BOTTOM - TOP);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\p{Cntrl}]", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
