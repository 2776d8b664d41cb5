package io.npushell.shell.logs;

import io.npushell.session.Session;
import io.npushell.shell.view.JsonObject;
import io.npushell.trainlog.IterationTable;
import io.npushell.trainlog.LogEvent;
import io.npushell.trainlog.LossCourse;
import io.npushell.trainlog.Performance;
import io.npushell.trainlog.Workload;
import java.util.stream.IntStream;

/** A training's figures and all its iterations as JSON. */
final class PerfJson {
    private PerfJson() {}

    static void write(JsonObject json, LogSources.Reading reading, Performance performance) {
        Session session = reading.source().session();
        json.field("session", session == null ? null : session.id().text())
                .field("log", reading.source().file().toString())
                .field("bytes", reading.bytes())
                .field("problem", reading.problem().isEmpty() ? null : reading.problem())
                .field("phase", performance.log().progress().phase().label());
        sizes(json, performance.sizes());
        figures(json, performance);
        json.field("restarts", performance.log().restarts())
                .objects(
                        "saves",
                        performance.log().saves(),
                        (save, of) -> save.field("iteration", of.iteration())
                                .field("directory", of.directory().isEmpty() ? null : of.directory()))
                .objects(
                        "validations",
                        performance.log().validations(),
                        (validation, of) ->
                                number(validation, "iteration", of.iteration()).field("loss", of.loss()));
        json.field(
                "failure",
                performance
                        .log()
                        .progress()
                        .failure()
                        .map(found -> found.kind().title())
                        .orElse(null));
        json.field("where", WhereLossIs.of(reading).orElse(null));
        IterationTable table = performance.log().iterations();
        json.objects(
                "iterations",
                IntStream.range(0, table.size()).boxed().toList(),
                (object, row) -> iteration(object, table.row(row), performance.tokensPerSecondPerDevice(row)));
    }

    private static void sizes(JsonObject json, Workload.Sizes sizes) {
        known(json, "global_batch_size", sizes.globalBatch());
        known(json, "sequence_length", sizes.sequenceLength());
        known(json, "world_size", sizes.devices());
    }

    private static void figures(JsonObject json, Performance performance) {
        LossCourse loss = performance.loss();
        json.object(
                "loss",
                child -> number(
                                child.field("first", loss.first())
                                        .field("last", loss.last())
                                        .field("min", loss.least()),
                                "min_iteration",
                                loss.leastIteration())
                        .field("last_ten_mean", loss.recent())
                        .field("change", loss.change())
                        .field("trend", loss.trend().label()));
        json.field("tokens_per_second_per_device", performance.steadyTokensPerSecondPerDevice())
                .field("elapsed_ms", performance.steadyMillis())
                .field("fastest_ms", performance.fastestMillis())
                .field("slowest_ms", performance.slowestMillis())
                .field("warmup_lines", performance.warmUpLines());
        number(json, "skipped_iterations", performance.countsSkipped() ? performance.skipped() : -1);
        number(json, "nan_iterations", performance.countsNan() ? performance.nan() : -1);
    }

    private static void iteration(JsonObject json, LogEvent.Iteration line, double tokensPerSecond) {
        number(json.field("iteration", line.iteration()), "train_iters", line.total());
        json.field("loss", line.loss())
                .field("elapsed_ms", line.elapsedMillis())
                .field("learning_rate", line.learningRate())
                .field("grad_norm", line.gradNorm())
                .field("tokens_per_second_per_device", tokensPerSecond);
        known(json, "global_batch_size", line.globalBatch());
        number(json, "consumed_samples", line.consumedSamples());
        number(json, "consumed_tokens", line.further().consumedTokens());
        json.field("loss_scale", line.further().lossScale())
                .field("tflops_per_device", line.further().teraflops())
                .field("samples_per_second", line.further().samplesPerSecond());
        number(json, "skipped_iterations", line.skippedIterations());
        number(json, "nan_iterations", line.nanIterations());
    }

    /** Negative is unknown. */
    private static JsonObject number(JsonObject json, String name, long value) {
        return value < 0 ? json.absent(name) : json.field(name, value);
    }

    /** Zero and less is unknown. */
    private static void known(JsonObject json, String name, long value) {
        number(json, name, value > 0 ? value : -1);
    }
}
