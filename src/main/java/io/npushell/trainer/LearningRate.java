package io.npushell.trainer;

/**
 * Linear warm-up, then half a cosine down to the minimum, over samples as Megatron counts them.
 *
 * @param peak reached at the end of the warm-up
 * @param warmupSamples may be a fraction of a sample
 * @param totalSamples where the minimum is reached
 */
record LearningRate(double peak, double minimum, double warmupSamples, long totalSamples) {
    static LearningRate of(double peak, double minimum, double warmupFraction, long totalSamples) {
        return new LearningRate(peak, minimum, warmupFraction * totalSamples, totalSamples);
    }

    /** The rate of the step that ends with so many samples consumed: no step is wasted on a rate of zero. */
    double at(long samples) {
        if (warmupSamples > 0 && samples <= warmupSamples) {
            return peak * samples / warmupSamples;
        }
        if (samples >= totalSamples) {
            return minimum;
        }
        double progress = (samples - warmupSamples) / (totalSamples - warmupSamples);
        return minimum + 0.5 * (StrictMath.cos(Math.PI * progress) + 1) * (peak - minimum);
    }
}
