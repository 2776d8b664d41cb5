package io.npushell.trainlog;

import io.npushell.trainlog.LogEvent.Iteration;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The manual's figures of a training, and what stands beside them in its log: speed, loss, skipped steps. */
public final class Performance {
    private final LogHistory log;
    private final Workload workload;
    private final int[] warmUp;

    public Performance(LogHistory log, Workload.Sizes said) {
        this.log = log;
        this.workload = new Workload(said, Workload.Sizes.of(log));
        this.warmUp = WarmUp.rows(log.iterations());
    }

    public LogHistory log() {
        return log;
    }

    /**
     * By the manual's formula; by the tokens counted where the log counts them and their length is unknown; else as the trainer says; or NaN.
     * What the trainer says is nearer the truth than counts that it rounds to thousands.
     */
    public double tokensPerSecondPerDevice(int row) {
        Iteration line = log.iterations().row(row);
        double said = line.further().tokensPerSecond();
        if (line.further().rounded() && said > 0 && workload.said().globalBatch() <= 0) {
            return said;
        }
        Workload.Sizes sizes = workload.at(line);
        double byFormula = Workload.tokensPerSecondPerDevice(sizes, line.elapsedMillis());
        if (!Double.isNaN(byFormula)) {
            return byFormula;
        }
        double counted = countedTokens(row, line);
        return counted > 0 && sizes.devices() > 0 && line.elapsedMillis() > 0
                ? counted / (sizes.devices() * line.elapsedMillis()) * 1000
                : said;
    }

    /** Median of all but the warm-up; NaN for none. */
    public double steadyTokensPerSecondPerDevice() {
        return Samples.median(steady(this::tokensPerSecondPerDevice));
    }

    /** Median milliseconds of an iteration of all but the warm-up; NaN for none. */
    public double steadyMillis() {
        return Samples.median(steady(this::millis));
    }

    public double fastestMillis() {
        return Samples.least(steady(this::millis));
    }

    public double slowestMillis() {
        return Samples.most(steady(this::millis));
    }

    /** Lines that do not count for the steady speed: the first ones of each start. */
    public int warmUpLines() {
        return warmUp.length;
    }

    public LossCourse loss() {
        return LossCourse.of(log.iterations());
    }

    /** Optimizer steps left out, as the lines count them. */
    public long skipped() {
        return sum(row -> Math.max(0, log.iterations().row(row).skippedIterations()));
    }

    /** Iterations whose loss or gradient is no number: as the lines count them, and those whose own loss is missing or is none. */
    public long nan() {
        return sum(row -> {
            Iteration line = log.iterations().row(row);
            return Math.max(Math.max(0, line.nanIterations()), line.lossIsNan() ? 1 : 0);
        });
    }

    /** Whether its lines count skipped steps: not all trainers do, and then none is not known. */
    public boolean countsSkipped() {
        return any(line -> line.skippedIterations() >= 0);
    }

    /** The same of NaN iterations; one that a line itself shows is known anyhow. */
    public boolean countsNan() {
        return any(line -> line.nanIterations() >= 0 || line.lossIsNan());
    }

    /** The sizes that counted for the newest line, or those known where there is none. */
    public Workload.Sizes sizes() {
        int lines = log.iterations().size();
        return lines == 0
                ? workload.said().or(workload.arguments())
                : workload.at(log.iterations().row(lines - 1));
    }

    private boolean any(Predicate<Iteration> eligible) {
        return IntStream.range(0, log.iterations().size())
                .anyMatch(row -> eligible.test(log.iterations().row(row)));
    }

    /** Something of a row. */
    private interface Measure {
        double of(int row);
    }

    private double millis(int row) {
        double millis = log.iterations().row(row).elapsedMillis();
        return millis > 0 ? millis : Double.NaN;
    }

    /** Tokens of one iteration by the counts of this line and the one before; NaN where they are not neighbours. */
    private double countedTokens(int row, Iteration line) {
        long tokens = line.further().consumedTokens();
        boolean first =
                row == 0 || log.iterations().start(row) != log.iterations().start(row - 1);
        if (tokens < 0 || (first && line.iteration() != 1)) {
            return Double.NaN;
        }
        if (first) {
            return tokens;
        }
        Iteration before = log.iterations().row(row - 1);
        long steps = line.iteration() - before.iteration();
        return before.further().consumedTokens() < 0 || steps <= 0
                ? Double.NaN
                : (double) (tokens - before.further().consumedTokens()) / steps;
    }

    private double[] steady(Measure measure) {
        double[] all = all(measure);
        for (int row : warmUp) {
            all[row] = Double.NaN;
        }
        return all;
    }

    private double[] all(Measure measure) {
        double[] values = new double[log.iterations().size()];
        Arrays.setAll(values, measure::of);
        return values;
    }

    private long sum(Measure measure) {
        return (long) Arrays.stream(all(measure)).sum();
    }
}
