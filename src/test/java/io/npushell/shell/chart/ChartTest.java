package io.npushell.shell.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.shell.view.Text;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
    private static final Pen BRAILLE = Pen.of(true, true, 2);

    @Test
    void drawsACurveInBrailleWithLabelledAxes() {
        assertThat(screen(Pen.of(true, false, 1), 30, 5, series("a", 0, 4, 3, 2, 1, 0)))
                .isEqualTo("""
                        loss
                        4 ┤⠉⠒⠤⢄⣀
                          │     ⠉⠒⠢⠤⣀
                        2 ┤          ⠉⠑⠒⠤⢄⣀
                          │                ⠉⠉⠒⠢⠤⣀
                        0 ┤                      ⠉⠑⠒⠤⣀
                          └┬──────────────────────────
                           0
                           iteration
                        """);
    }

    @Test
    void drawsSeveralCurvesInAsciiWithMarksAndALegend() {
        assertThat(screen(Pen.of(false, false, 2), 24, 4, series("one", 0, 0, 1, 2, 3), series("two", 0, 3, 2, 1, 0)))
                .isEqualTo("""
                        loss
                          |++++             ****
                        2 +    ++++++ ******
                          |    *******++++++
                        0 +****             ++++
                          ++--------------------
                           0
                           iteration   * one
                           + two
                        """);
    }

    @Test
    void leavesAGapWhereANumberIsMissing() {
        String whole = screen(Pen.of(false, false, 1), 24, 2, series("a", 0, 1, 1, 1, 1, 1, 1));
        String gap = screen(
                Pen.of(false, false, 1), 24, 2, series("a", 0, 1, 1, Double.NaN, Double.POSITIVE_INFINITY, 1, 1));

        assertThat(whole.replaceAll("[^*]", "")).hasSize(19);
        assertThat(gap).containsPattern("\\*{4,} {8,}\\*{4,}");
    }

    @Test
    void marksCurvesThatNoColourTellsApart() {
        assertThat(Pen.of(true, false, 2).braille()).isFalse();
        assertThat(Pen.of(true, false, 1).braille()).isTrue();
        assertThat(Pen.of(true, true, 4).braille()).isTrue();
        assertThat(Pen.of(true, true, 5).braille()).isFalse();
        assertThat(BRAILLE.braille()).isTrue();
        assertThat(Pen.of(false, true, 1).lines()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"20, 3", "40, 10", "79, 14", "200, 40", "3, 1"})
    void keepsToTheWidth(int width, int rows) {
        List<Text> lines = new TerminalChart(BRAILLE, width, rows)
                .lines(new Chart(
                        "loss", "iteration", List.of(series("a", 1, 9e6, 3, 2), series("b", 5e7, -1, 0, 1e-9))));

        assertThat(lines).allMatch(line -> line.width() <= Math.max(width, 20));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 5, '0 2 4 6 8 10'",
        "1.2, 3.4, 4, '2 3'",
        "0.00001, 0.00003, 2, '0.00001 0.00002 0.00003'",
        "5, 5, 4, '4.8 5.0 5.2'",
        "1400, 1520, 4, '1400 1450 1500'",
        "-1, 1, 2, '-1 0 1'",
        "0.0000001, 0.0000003, 2, '1.0e-7 2.0e-7 3.0e-7'",
        "10000000, 40000000, 3, '1.0e7 2.0e7 3.0e7 4.0e7'",
    })
    void putsTicksAtRoundNumbers(double low, double high, int wanted, String labels) {
        Axis axis = Axis.over(low, high, wanted);

        assertThat(String.join(" ", axis.ticks().stream().map(axis::label).toList()))
                .isEqualTo(labels);
    }

    @Test
    void makesNoMountainsOfNoise() {
        Axis noise = Axis.ofValues(1509.8, 1510.0, 4);

        assertThat(noise.high() - noise.low()).isGreaterThan(30);
        assertThat(noise.part(1510.0) - noise.part(1509.8)).isLessThan(0.01);
        assertThat(Axis.ofValues(1480, 1510, 4)).isEqualTo(Axis.over(1480, 1510, 4));
    }

    @Test
    void survivesAnyNumbers() {
        double[] odd = {
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_VALUE,
            0,
            -0.0,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            1e300,
            1e-300
        };
        for (double first : odd) {
            for (double second : odd) {
                Chart chart = new Chart("l", "x", List.of(series("a", 0, first, second)));
                assertThat(new TerminalChart(BRAILLE, 30, 4).lines(chart)).hasSizeGreaterThan(5);
                assertThat(SvgChart.document("t", List.of(chart))).endsWith("</svg>\n");
            }
        }
    }

    @Test
    void drawsSvgWithTitlesAxesAndGaps() {
        String svg = SvgChart.document(
                "run <1> & 2",
                List.of(new Chart(
                        "loss", "iteration", List.of(series("a", 0, 3, 2, Double.NaN, 1, 1), series("b", 0, 1)))));

        assertThat(svg)
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .contains(
                        "<title>run &lt;1&gt; &amp; 2</title>", ">loss</text>", ">iteration</text>", "<title>b</title>")
                .containsPattern("d=\"M[\\d.]+ [\\d.]+L[\\d.]+ [\\d.]+M[\\d.]+ [\\d.]+L");
    }

    @Test
    void keepsPeaksWhenItLeavesPointsOut() {
        double[] values = DoubleStream.iterate(0, i -> i + 1)
                .limit(100_000)
                .map(i -> i % 10)
                .toArray();
        values[54_321] = 77;
        values[65_432] = -33;

        Series thinned = Thinned.of(
                new Series("a", IntStream.range(0, 100_000).asDoubleStream().toArray(), values), 4000);

        assertThat(thinned.size()).isLessThanOrEqualTo(4001);
        assertThat(IntStream.range(0, thinned.size()).mapToDouble(thinned::yAt).toArray())
                .contains(77, -33);
        assertThat(IntStream.range(0, thinned.size()).mapToDouble(thinned::xAt).toArray())
                .isSorted();
    }

    private static String screen(Pen pen, int width, int rows, Series... series) {
        StringBuilder screen = new StringBuilder();
        new TerminalChart(pen, width, rows)
                .lines(new Chart("loss", "iteration", List.of(series)))
                .forEach(line -> screen.append(line.plain()).append('\n'));
        return screen.toString();
    }

    private static Series series(String name, double first, double... y) {
        return new Series(
                name, DoubleStream.iterate(first, x -> x + 1).limit(y.length).toArray(), y);
    }
}
