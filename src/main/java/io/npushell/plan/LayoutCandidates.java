package io.npushell.plan;

import static io.npushell.params.ParameterNames.GLOBAL_BATCH;
import static io.npushell.params.ParameterNames.MICRO_BATCH;
import static io.npushell.params.ParameterNames.PIPELINE_PARALLEL;
import static io.npushell.params.ParameterNames.SEQ_LEN;
import static io.npushell.params.ParameterNames.TENSOR_PARALLEL;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Values of the parameters that must fit together, judged by {@link Fit} with all others as they are. */
final class LayoutCandidates {
    private static final int MOST = 12;

    private LayoutCandidates() {}

    static Candidates of(String parameter, Fit fit) {
        return switch (parameter) {
            case TENSOR_PARALLEL ->
                judged(
                        divisors(fit.shape().heads(), widest(fit)),
                        fit::withTensorParallel,
                        variant -> "legal: heads %d, layers %d"
                                .formatted(
                                        variant.shape().heads(), variant.shape().layers()));
            case PIPELINE_PARALLEL ->
                judged(
                        divisors(
                                fit.shape().layers(), fit.single() ? fit.shape().layers() : fit.world()),
                        fit::withPipelineParallel,
                        LayoutCandidates::stages);
            case MICRO_BATCH -> judged(divisors(perCopy(fit), 64), fit::withMicroBatch, LayoutCandidates::microBatches);
            case GLOBAL_BATCH -> judged(batches(fit), fit::withGlobalBatch, LayoutCandidates::microBatches);
            case SEQ_LEN ->
                judged(
                        lengths(fit),
                        fit::withSequence,
                        variant -> "legal: up to " + variant.shape().maxPositions());
            default -> throw new IllegalArgumentException(parameter);
        };
    }

    /** Node counts that the profile speaks of, those next to the machine's, and the fewest that hold one copy of the model. */
    static Candidates nodes(Draft draft, Fit fit) {
        long copy = fit.tensorParallel() * fit.pipelineParallel();
        long fewest = Math.max(1, (copy + fit.devicesPerNode() - 1) / fit.devicesPerNode());
        List<Long> counts = new ArrayList<>(List.of(1L, 2L, 4L, 8L, fewest, 2 * fewest));
        draft.profile().recommendations().forEach(entry -> entry.nodes().forEach(count -> counts.add((long) count)));
        counts.add((long) draft.facts().machine().nodes());
        return judged(
                counts.stream().distinct().sorted().toList(),
                fit::withNodes,
                variant -> "legal: data parallel " + variant.dataParallel());
    }

    private static Candidates judged(List<Long> values, LongFunction<Fit> variant, Function<Fit, String> praise) {
        return new Candidates(
                values.stream().map(value -> Long.toString(value)).toList(),
                text -> Objection.to(variant.apply(Long.parseLong(text)))
                        .orElseGet(() -> Verdict.legal(praise.apply(variant.apply(Long.parseLong(text))))));
    }

    private static String stages(Fit fit) {
        long layers = fit.shape().layers() / fit.pipelineParallel();
        return fit.pipelineParallel() == 1
                ? "legal: no pipeline"
                : "legal: %d stages of %d layers".formatted(fit.pipelineParallel(), layers) + idle(fit);
    }

    private static String microBatches(Fit fit) {
        return "legal: %d micro-%s of %d"
                        .formatted(fit.microBatches(), fit.microBatches() == 1 ? "batch" : "batches", fit.microBatch())
                + idle(fit);
    }

    private static String idle(Fit fit) {
        return fit.bubble() > 0 ? ", %.0f %% idle".formatted(100 * fit.bubble()) : "";
    }

    private static long widest(Fit fit) {
        return fit.single() ? fit.shape().heads() : fit.devicesPerNode();
    }

    private static long perCopy(Fit fit) {
        long copies = Math.max(1, fit.dataParallel());
        return fit.globalBatch() % copies == 0 ? fit.globalBatch() / copies : fit.globalBatch();
    }

    private static List<Long> batches(Fit fit) {
        long part = fit.microBatch() * Math.max(1, fit.dataParallel());
        return LongStream.iterate(1, factor -> 2 * factor)
                .limit(MOST - 2)
                .map(factor -> factor * part)
                .filter(batch -> batch <= 4096)
                .boxed()
                .toList();
    }

    private static List<Long> lengths(Fit fit) {
        return LongStream.iterate(fit.shape().maxPositions(), length -> length / 2)
                .limit(7)
                .filter(length -> length >= 2)
                .boxed()
                .toList();
    }

    /** Largest first: on NPUs the widest cut is the usual one. */
    private static List<Long> divisors(long number, long most) {
        return LongStream.rangeClosed(1, Math.min(number, most))
                .filter(value -> number % value == 0)
                .boxed()
                .sorted(Comparator.reverseOrder())
                .toList();
    }
}
