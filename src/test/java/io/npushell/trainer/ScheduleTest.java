package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void theLearningRateWarmsUpThenFallsAlongACosineToItsMinimum() {
        LearningRate rate = LearningRate.of(1.0, 0.1, 0.1, 1000);

        assertThat(rate.at(10)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(100)).isCloseTo(1.0, within(1e-12));
        assertThat(rate.at(550)).isCloseTo(0.55, within(1e-12));
        assertThat(rate.at(1000)).isEqualTo(0.1);
        assertThat(rate.at(2000)).isEqualTo(0.1);
    }

    @Test
    void withoutWarmUpTheFirstStepIsNearThePeak() {
        assertThat(LearningRate.of(1.0, 0.0, 0, 1000).at(1)).isCloseTo(1.0, within(1e-5));
    }

    @Test
    void eachEpochDealsOutEverySampleOnceInAnOrderOfItsOwn() {
        SampleOrder order = new SampleOrder(50, 9);
        int[] first = IntStream.range(0, 50).map(order::sampleAt).toArray();
        int[] second = IntStream.range(50, 100).map(order::sampleAt).toArray();

        assertThat(Arrays.stream(first).sorted().toArray())
                .isEqualTo(IntStream.range(0, 50).toArray());
        assertThat(Arrays.stream(second).sorted().toArray())
                .isEqualTo(IntStream.range(0, 50).toArray());
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void theOrderIsTheSameWhereverOneBegins() {
        SampleOrder whole = new SampleOrder(50, 9);
        int[] all = IntStream.range(0, 120).map(whole::sampleAt).toArray();

        assertThat(new SampleOrder(50, 9).sampleAt(117)).isEqualTo(all[117]);
        assertThat(IntStream.range(0, 120)
                        .map(new SampleOrder(50, 10)::sampleAt)
                        .toArray())
                .isNotEqualTo(all);
    }

    @Test
    void aSampleIsASequenceAndEachTokensSuccessor() {
        int[] stream = IntStream.range(0, 33).toArray();
        Batches batches = new TextBatches(
                new TokenStream() {
                    @Override
                    public long tokens() {
                        return stream.length;
                    }

                    @Override
                    public void copy(long from, int[] target, int offset, int count) {
                        System.arraycopy(stream, (int) from, target, offset, count);
                    }
                },
                8,
                64,
                1);
        int[] tokens = new int[32];
        int[] targets = new int[32];

        batches.fill(0, tokens, targets);

        assertThat(batches.samplesPerEpoch()).isEqualTo(4);
        assertThat(Arrays.stream(tokens).sorted().toArray())
                .isEqualTo(IntStream.range(0, 32).toArray());
        assertThat(targets)
                .isEqualTo(Arrays.stream(tokens).map(token -> token + 1).toArray());
    }

    @Test
    void adamMovesByTheLearningRateAtFirstAndDecaysMatricesOnly() {
        try (Workers workers = new Workers(1)) {
            ModelWeights weights = Initializer.fresh(Shapes.of(Shapes.QWEN), 1);
            Weight matrix = weights.named(WeightNames.OUTPUT);
            Weight vector = weights.named(WeightNames.FINAL_NORM);
            matrix.values[0] = 2f;
            matrix.gradient[0] = 0.5f;
            vector.gradient[0] = -0.5f;

            new AdamW(workers, weights, 0.1).step(1, 0.01, 1);

            assertThat((double) matrix.values[0]).isCloseTo(2 * (1 - 0.001) - 0.01, within(1e-6));
            assertThat((double) vector.values[0]).isCloseTo(1 + 0.01, within(1e-6));
            assertThat((double) vector.values[1]).isEqualTo(1);
            assertThat(matrix.gradient[0]).isZero();
        }
    }

    @Test
    void longGradientsAreClippedToTheLimit() {
        assertThat(GradientNorm.clipping(4, 1)).isCloseTo(0.25, within(1e-6));
        assertThat(GradientNorm.clipping(0.5, 1)).isEqualTo(1);
        assertThat(GradientNorm.clipping(4, 0)).isEqualTo(1);
    }
}
