package io.npushell.shell.logs;

import io.npushell.shell.chart.Chart;
import io.npushell.shell.chart.Series;
import io.npushell.trainlog.IterationTable;
import io.npushell.trainlog.Performance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Trainings as curves over their iterations. */
record Curves(List<Training> trainings, long from, long to) {

    /** One training: whose curve it is, as legends and tables say it, and its log. */
    record Training(String name, Performance performance) {}

    Curves {
        trainings = List.copyOf(trainings);
    }

    Chart chart(Metric metric) {
        List<Series> series = new ArrayList<>();
        for (Training training : trainings) {
            int[] rows = rows(training);
            IterationTable table = training.performance().log().iterations();
            double[] x = IntStream.of(rows)
                    .mapToDouble(row -> table.row(row).iteration())
                    .toArray();
            double[] y = IntStream.of(rows)
                    .mapToDouble(row -> metric.of(training.performance(), row))
                    .toArray();
            series.add(new Series(training.name(), x, y));
        }
        return new Chart(metric.label(), "iteration", series);
    }

    /** The lines between the iterations asked for. */
    int[] rows(Training training) {
        IterationTable table = training.performance().log().iterations();
        return IntStream.range(0, table.size())
                .filter(row ->
                        table.row(row).iteration() >= from && table.row(row).iteration() <= to)
                .toArray();
    }
}
