package io.npushell.plan;

import static io.npushell.params.ParameterNames.GLOBAL_BATCH;
import static io.npushell.params.ParameterNames.MICRO_BATCH;
import static io.npushell.params.ParameterNames.NNODES;
import static io.npushell.params.ParameterNames.PIPELINE_PARALLEL;
import static io.npushell.params.ParameterNames.SEQ_LEN;
import static io.npushell.params.ParameterNames.TENSOR_PARALLEL;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Finds the value nearest to the one set that mends a rule, and prefers one that breaks no other. */
final class Nearest {
    private static final int MOST_NODES = 64;

    private Nearest() {}

    static Optional<String> tensorParallel(Fit fit, Predicate<Fit> rule) {
        long most = fit.single() ? fit.shape().heads() : fit.devicesPerNode();
        return set(fit, TENSOR_PARALLEL, fit.tensorParallel(), most, fit::withTensorParallel, rule);
    }

    static Optional<String> pipelineParallel(Fit fit, Predicate<Fit> rule) {
        return set(
                fit, PIPELINE_PARALLEL, fit.pipelineParallel(), fit.shape().layers(), fit::withPipelineParallel, rule);
    }

    static Optional<String> microBatch(Fit fit, Predicate<Fit> rule) {
        return set(fit, MICRO_BATCH, fit.microBatch(), Math.min(fit.globalBatch(), 4096), fit::withMicroBatch, rule);
    }

    static Optional<String> nodes(Fit fit, Predicate<Fit> rule) {
        if (fit.single()) {
            return Optional.empty();
        }
        return set(fit, NNODES, fit.world() / fit.devicesPerNode(), MOST_NODES, fit::withNodes, rule);
    }

    /** Another batch beside a change after which the one set would no longer divide; empty where it does, or did not before either. */
    private static String withIt(Fit before, Fit after) {
        boolean news = !before.worldDivides() || before.batchDivides();
        return news && after.worldDivides() && !after.batchDivides()
                ? " " + GLOBAL_BATCH + " " + nextGlobalBatch(after)
                : "";
    }

    /** The next larger one: nobody wants to train on less for the sake of a division. */
    static Optional<String> globalBatch(Fit fit) {
        if (!fit.worldDivides()) {
            return Optional.empty();
        }
        return Optional.of("set " + GLOBAL_BATCH + " " + nextGlobalBatch(fit));
    }

    private static long nextGlobalBatch(Fit fit) {
        long part = fit.microBatch() * fit.dataParallel();
        return part * ((fit.globalBatch() + part - 1) / part);
    }

    static Optional<String> sequence(Fit fit) {
        long longest = Math.min(fit.sequence(), fit.shape().maxPositions());
        long fitting = fit.single() ? longest : longest - longest % fit.tensorParallel();
        return fitting < 1 ? Optional.empty() : Optional.of("set " + SEQ_LEN + " " + fitting);
    }

    private static Optional<String> set(
            Fit fit, String name, long current, long most, LongFunction<Fit> variant, Predicate<Fit> rule) {
        List<Long> mending = LongStream.rangeClosed(1, most)
                .filter(value -> value != current && rule.test(variant.apply(value)))
                .boxed()
                .toList();
        List<Long> legal =
                mending.stream().filter(value -> variant.apply(value).legal()).toList();
        List<Long> cutting = mending.stream()
                .filter(value -> variant.apply(value).dividesModel())
                .toList();
        return (legal.isEmpty() ? cutting.isEmpty() ? mending : cutting : legal)
                .stream()
                        .min(Comparator.comparingLong(value -> Math.abs(value - current)))
                        .map(value -> "set " + name + " " + value + withIt(fit, variant.apply(value)));
    }
}
