package io.npushell.trainer;

/** Samples in their order, dealt out as micro-batches. */
interface Batches {
    /** Samples of one pass over the data. */
    int samplesPerEpoch();

    /**
     * Fills a micro-batch with the samples from a position on.
     *
     * @param position samples consumed before
     * @param tokens what the model reads, as many sequences as fit
     * @param targets for each token the one that follows, or {@link CrossEntropy#MASKED}
     */
    void fill(long position, int[] tokens, int[] targets);
}
