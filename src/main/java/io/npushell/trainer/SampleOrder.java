package io.npushell.trainer;

import java.util.Random;

/**
 * The order in which samples are trained: each epoch all of them, shuffled by the seed and the epoch's number.
 *
 * <p>A position is the number of samples consumed before, so a resumed training goes on where the last one stopped, whatever its batch sizes.
 */
final class SampleOrder {
    private final int samples;
    private final long seed;
    private long epoch = -1;
    private int[] order = new int[0];

    SampleOrder(int samples, long seed) {
        this.samples = samples;
        this.seed = seed;
    }

    /** Samples of one epoch. */
    int samples() {
        return samples;
    }

    int sampleAt(long position) {
        long wanted = position / samples;
        if (wanted != epoch) {
            order = shuffled(wanted);
            epoch = wanted;
        }
        return order[(int) (position % samples)];
    }

    private int[] shuffled(long number) {
        int[] shuffled = new int[samples];
        Random random = new Random(seed * 1_000_003 + number);
        for (int i = 0; i < samples; i++) {
            int other = random.nextInt(i + 1);
            shuffled[i] = shuffled[other];
            shuffled[other] = i;
        }
        return shuffled;
    }
}
