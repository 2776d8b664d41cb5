package io.npushell.trainlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    @Test
    void knowsNothingAtTheStart() {
        TrainingProgress none = TrainingProgress.NONE;

        assertThat(none.iteration()).isEqualTo(-1);
        assertThat(none.averageLoss()).isNaN();
        assertThat(none.secondsPerIteration()).isEmpty();
        assertThat(none.secondsLeft()).isEmpty();
        assertThat(none.tokensPerSecondPerDevice(64, 4096, 8)).isEmpty();
        assertThat(none.failure()).isEmpty();
    }

    @Test
    void countsTheManualsThroughput() {
        TrainingProgress progress = TrainingProgress.NONE.with(line(120, 1.2931, 21_700));

        assertThat(progress.tokensPerSecondPerDevice(64, 4096, 8).orElseThrow()).isCloseTo(1510, within(0.2));
        assertThat(progress.secondsLeft().orElseThrow()).isCloseTo(80 * 21.7, within(1e-6));
    }

    @Test
    void takesTheMedianSoThatASlowStepDoesNotCount() {
        TrainingProgress progress = TrainingProgress.NONE;
        for (int i = 1; i <= 5; i++) {
            progress = progress.with(line(i, 3 - i * 0.1, i == 1 ? 90_000 : 1000 + i));
        }

        assertThat(progress.secondsPerIteration().orElseThrow()).isEqualTo(1.004);
        assertThat(progress.firstLoss()).isEqualTo(2.9);
        assertThat(progress.lastLoss()).isEqualTo(2.5);
        assertThat(progress.averageLoss()).isCloseTo(2.7, within(1e-12));
    }

    @Test
    void averagesOverTheNewestTenOnly() {
        TrainingProgress progress = TrainingProgress.NONE;
        for (int i = 1; i <= 30; i++) {
            progress = progress.with(line(i, i, 1000));
        }

        assertThat(progress.averageLoss()).isEqualTo(25.5);
        assertThat(progress.firstIteration()).isEqualTo(1);
    }

    @Test
    void countsAnIterationThatSeveralRanksPrintOnce() {
        TrainingProgress once = TrainingProgress.NONE.with(line(1, 3, 1000));

        assertThat(once.with(line(1, 3, 1000))).isEqualTo(once);
    }

    @Test
    void keepsTheLastNumberWhenTheLossBecomesNaN() {
        TrainingProgress progress = TrainingProgress.NONE.with(line(1, 3, 1000)).with(line(2, Double.NaN, 1000));

        assertThat(progress.lastLoss()).isEqualTo(3);
        assertThat(progress.iteration()).isEqualTo(2);
        assertThat(progress.nanLosses()).isEqualTo(1);
    }

    private static LogEvent.Iteration line(long iteration, double loss, double millis) {
        return new LogEvent.Iteration(
                iteration, 200, iteration * 64, millis, 1e-6, 64, loss, 1, 0, 0, LogEvent.Further.NONE);
    }
}
