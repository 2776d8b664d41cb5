package io.npushell.shell.logs;

import io.npushell.shell.view.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/** Curves as JSON. */
final class CurveJson {
    private CurveJson() {}

    static void write(JsonObject json, Curves curves, List<Metric> metrics) {
        json.objects(
                "charts",
                metrics,
                (chart, metric) -> chart.field("metric", metric.word())
                        .field("label", metric.label())
                        .objects(
                                "series",
                                curves.trainings(),
                                (series, training) -> series.field("source", training.name())
                                        .objects(
                                                "points",
                                                IntStream.of(curves.rows(training))
                                                        .boxed()
                                                        .toList(),
                                                (point, row) -> point.field(
                                                                "iteration",
                                                                training.performance()
                                                                        .log()
                                                                        .iterations()
                                                                        .row(row)
                                                                        .iteration())
                                                        .field("value", metric.of(training.performance(), row)))));
    }
}
