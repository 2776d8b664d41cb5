package io.npushell.trainlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.npushell.trainlog.LogEvent.Argument;
import io.npushell.trainlog.LogEvent.Further;
import io.npushell.trainlog.LogEvent.Iteration;
import io.npushell.trainlog.LossCourse.Trend;
import io.npushell.trainlog.Workload.Sizes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerformanceTest {
    private final LogHistory log = new LogHistory();

    @Test
    void computesTheManualsFigure() {
        // ModelLink's README: Llama2-7B on 8 NPUs, 4096 tokens, 4241 tokens/s/p
        log.accept(line(1, 3, 1930.9, 16));

        assertThat(new Performance(log, new Sizes(0, 4096, 8)).tokensPerSecondPerDevice(0))
                .isCloseTo(4242, within(1.0));
    }

    @Test
    void takesWhatTheLogItselfSaysUnlessToldOtherwise() {
        log.accept(new Argument("seq_length", 1024));
        log.accept(new Argument("world_size", 4));
        log.accept(line(1, 3, 1000, 8));

        assertThat(performance().steadyTokensPerSecondPerDevice()).isEqualTo(2048);
        assertThat(new Performance(log, new Sizes(16, 0, 0)).steadyTokensPerSecondPerDevice())
                .isEqualTo(4096);
    }

    @Test
    void followsALengthAndABatchThatGrow() {
        log.accept(new Argument("seq_length", 2048));
        log.accept(new Argument("global_batch_size", 64));
        log.accept(new Iteration(
                1, 9, -1, 1000, 1e-6, 16, 3, 1, 0, 0, new Further(1, -1, 512, Double.NaN, Double.NaN, Double.NaN)));

        assertThat(new Performance(log, new Sizes(0, 0, 2)).tokensPerSecondPerDevice(0))
                .isEqualTo(16 * 512 / 2.0);
    }

    @Test
    void countsTokensWhereTheirLengthIsUnknown() {
        log.accept(counting(1, 564));
        log.accept(counting(2, 1357));
        log.accept(counting(4, 2957));

        Performance performance = new Performance(log, new Sizes(0, 0, 1));
        assertThat(performance.tokensPerSecondPerDevice(0)).isEqualTo(564);
        assertThat(performance.tokensPerSecondPerDevice(1)).isEqualTo(793);
        assertThat(performance.tokensPerSecondPerDevice(2)).isEqualTo(800);
    }

    @Test
    void saysNothingOfASpeedThatCannotBeComputed() {
        log.accept(line(1, 3, 1000, 8));
        log.accept(line(2, 3, Double.NaN, 8));

        assertThat(performance().tokensPerSecondPerDevice(0)).isNaN();
        assertThat(new Performance(log, new Sizes(8, 8, 8)).tokensPerSecondPerDevice(1))
                .isNaN();
        assertThat(new Performance(new LogHistory(), Sizes.UNKNOWN).steadyMillis())
                .isNaN();
    }

    @Test
    void takesAPrintedSpeedBeforeCountsThatAreRounded() {
        Further rounded = new Further(1, 512, -1, Double.NaN, Double.NaN, 1234.5, false, true);
        log.accept(new Argument("seq_length", 4096));
        log.accept(new Argument("world_size", 8));
        log.accept(new Iteration(1, 9, -1, 1000, 1e-6, 1020, 3, 1, 0, 0, rounded));

        assertThat(performance().tokensPerSecondPerDevice(0)).isEqualTo(1234.5);
        assertThat(new Performance(log, new Sizes(1024, 0, 0)).tokensPerSecondPerDevice(0))
                .as("the operator says the batch")
                .isEqualTo(1024 * 4096 / 8.0);
    }

    @Test
    void takesAnIterationThatTheSameRankPrintsAgainForAnotherRun() {
        for (long rank : new long[] {7, 7, 3}) {
            log.accept(new LogEvent.PrintedBy(rank));
            log.accept(line(5, 3, 1000, 8));
        }

        assertThat(log.restarts()).isEqualTo(1);
        assertThat(log.iterations().size()).isEqualTo(2);
    }

    @Test
    void takesAnIterationWithAnotherLossForAnotherRun() {
        log.accept(line(5, 3, 1000, 8));
        log.accept(line(5, 2.5, 1000, 8));
        log.accept(line(5, 2.5, 1000, 8));

        assertThat(log.restarts()).isEqualTo(1);
        assertThat(log.iterations().size()).isEqualTo(2);
    }

    @Test
    void knowsNoCountThatNoLineHas() {
        log.accept(new Iteration(1, 9, 8, 1000, 1e-6, 8, 3, 1, -1, -1, Further.NONE));
        assertThat(performance().countsSkipped()).isFalse();
        assertThat(performance().countsNan()).isFalse();

        log.accept(line(2, 3, 1000, 8));
        assertThat(performance().countsSkipped()).isTrue();
        assertThat(performance().countsNan()).isTrue();
    }

    @ParameterizedTest(name = "{0} lines, {1} of them warm-up")
    @CsvSource({"1, 0", "2, 1", "3, 1", "4, 2", "10, 5", "100, 5"})
    void leavesTheWarmUpOut(int lines, int warmUp) {
        for (int i = 1; i <= lines; i++) {
            log.accept(line(i, 3, i <= warmUp ? 60_000 : 1000, 8));
        }

        assertThat(performance().warmUpLines()).isEqualTo(warmUp);
        assertThat(performance().steadyMillis()).isEqualTo(lines == 1 ? 1000 : 1000);
        assertThat(performance().slowestMillis()).isEqualTo(1000);
    }

    @Test
    void countsAnIterationOfSeveralRanksOnce() {
        log.accept(line(1, Double.NaN, 1001, 8));
        log.accept(line(2, Double.NaN, 1001, 8));
        log.accept(line(1, 3, 1000, 8));
        log.accept(line(2, 2.5, 1000, 8));
        log.accept(line(2, 2.5, 1002, 8));

        assertThat(log.iterations().size()).isEqualTo(2);
        assertThat(log.iterations().row(1).loss()).isEqualTo(2.5);
        assertThat(log.iterations().row(1).elapsedMillis()).isEqualTo(1001);
        assertThat(log.restarts()).isZero();
    }

    @Test
    void countsAnIterationAgainThatARestartTrainedAgain() {
        log.accept(line(1, 3, 9000, 8));
        log.accept(line(2, 2.5, 1000, 8));
        log.accept(new LogEvent.PhaseChange(Phase.LOADING));
        log.accept(line(2, 2.5, 9000, 8));
        log.accept(line(3, 2, 1000, 8));

        assertThat(log.iterations().size()).isEqualTo(4);
        assertThat(log.restarts()).isEqualTo(1);
        assertThat(performance().steadyMillis()).isEqualTo(1000);
    }

    @Test
    void seesTwoRunsInOneLogByTheirIterations() {
        for (int run = 0; run < 2; run++) {
            for (int i = 1; i <= 3; i++) {
                log.accept(line(i, 3 - run - i / 10.0, 1000, 8));
            }
        }

        assertThat(log.iterations().size()).isEqualTo(6);
        assertThat(log.restarts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0.9, FALLING", "1, FLAT", "1.1, RISING"})
    void tellsWhichWayTheLossGoes(double factor, Trend trend) {
        double loss = 8;
        for (int i = 1; i <= 20; i++) {
            log.accept(line(i, loss, 1000, 8));
            loss *= factor;
        }

        assertThat(performance().loss().trend()).isEqualTo(trend);
        assertThat(performance().loss().first()).isEqualTo(8);
    }

    @Test
    void tellsOfALossThatIsNoNumber() {
        log.accept(line(1, 3, 1000, 8));
        log.accept(line(2, 2, 1000, 8));
        log.accept(line(3, Double.POSITIVE_INFINITY, 1000, 8));

        assertThat(performance().loss().trend()).isEqualTo(Trend.NAN);
        assertThat(performance().loss().last()).isEqualTo(2);
        assertThat(performance().loss().leastIteration()).isEqualTo(2);
        assertThat(performance().nan()).isEqualTo(1);
    }

    @Test
    void sumsSkippedStepsWhichHaveNoLoss() {
        for (long skipped : List.of(10L, 3L, 0L)) {
            log.accept(new Iteration(
                    10 - skipped, 99, -1, 1000, 0, 8, skipped > 0 ? Double.NaN : 9, 1, skipped, 0, Further.NONE));
        }

        assertThat(performance().skipped()).isEqualTo(13);
        assertThat(performance().nan()).isZero();
    }

    @Test
    void keepsMoreLinesThanOneChunkHolds() {
        for (int i = 1; i <= 3000; i++) {
            log.accept(line(i, 3000.0 / i, 1000 + i, 8));
        }

        assertThat(log.iterations().row(2999)).isEqualTo(line(3000, 1, 4000, 8));
        assertThat(log.iterations().row(1024)).isEqualTo(line(1025, 3000.0 / 1025, 2025, 8));
    }

    private Performance performance() {
        return new Performance(log, Sizes.UNKNOWN);
    }

    private static Iteration counting(long iteration, long tokens) {
        return new Iteration(
                iteration,
                99,
                -1,
                1000,
                0,
                -1,
                3,
                1,
                0,
                0,
                new Further(1, tokens, -1, Double.NaN, Double.NaN, Double.NaN));
    }

    private static Iteration line(long iteration, double loss, double millis, long batch) {
        return new Iteration(iteration, 200, iteration * batch, millis, 1e-6, batch, loss, 1, 0, 0, Further.NONE);
    }
}
