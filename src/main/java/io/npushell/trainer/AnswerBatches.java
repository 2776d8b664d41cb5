package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.Arrays;

/**
 * Instructions and answers, one a sequence, filled up to its length; only the answer counts (upstream.md section 1, training-side reading).
 *
 * <p>A sample that holds nothing to learn within the sequence is left out: in a micro-batch of such samples the mean over no token is no number. What fills a
 * sequence up comes after everything that counts, so causal attention never sees it. Not thread-safe.
 */
final class AnswerBatches implements Batches {
    private static final int FILLING = 0;

    private final PackedDataset dataset;
    private final int length;
    private final int paddedVocabulary;
    private final int[] samples;
    private final SampleOrder order;
    private final int[] labels;
    private long learned;

    AnswerBatches(PackedDataset dataset, int length, int paddedVocabulary, long seed) {
        this.dataset = dataset;
        this.length = length;
        this.paddedVocabulary = paddedVocabulary;
        this.labels = new int[length];
        this.samples = withSomethingToLearn();
        if (samples.length == 0) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the dataset holds %d samples, and none has anything to learn within SEQ_LEN '%d'"
                            .formatted(dataset.samples(), length),
                    "look at it with data inspect");
        }
        this.order = new SampleOrder(samples.length, seed);
    }

    private int[] withSomethingToLearn() {
        int[] found = new int[dataset.samples()];
        int count = 0;
        for (int sample = 0; sample < dataset.samples(); sample++) {
            int size = readLabels(sample);
            int counted = (int) Arrays.stream(labels, 0, size)
                    .filter(label -> label != CrossEntropy.MASKED)
                    .count();
            learned += counted;
            if (counted > 0) {
                found[count++] = sample;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Reads the labels of a sample, each for the token before it; returns how many. */
    private int readLabels(int sample) {
        int size = Math.max(0, Math.min(length, dataset.length(sample) - 1));
        dataset.copyLabels(sample, 1, labels, 0, size);
        return size;
    }

    @Override
    public int samplesPerEpoch() {
        return samples.length;
    }

    /** Tokens that one pass learns. */
    long learnedTokens() {
        return learned;
    }

    /** Samples without anything to learn. */
    int leftOut() {
        return dataset.samples() - samples.length;
    }

    @Override
    public void fill(long position, int[] tokens, int[] targets) {
        Arrays.fill(tokens, FILLING);
        Arrays.fill(targets, CrossEntropy.MASKED);
        for (int i = 0; i < tokens.length / length; i++) {
            int sample = samples[order.sampleAt(position + i)];
            int size = readLabels(sample);
            dataset.copyTokens(sample, 0, tokens, i * length, size);
            System.arraycopy(labels, 0, targets, i * length, size);
            for (int at = i * length; at < i * length + size; at++) {
                TextBatches.requireInVocabulary(tokens[at], paddedVocabulary);
                if (targets[at] != CrossEntropy.MASKED) {
                    TextBatches.requireInVocabulary(targets[at], paddedVocabulary);
                }
            }
        }
    }
}
