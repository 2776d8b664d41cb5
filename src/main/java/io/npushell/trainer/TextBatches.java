package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;

/** Cuts the stream into samples of one sequence and the token after it, and deals them out in their order. Not thread-safe. */
final class TextBatches implements Batches {
    private final TokenStream stream;
    private final int length;
    private final int paddedVocabulary;
    private final SampleOrder order;
    private final int[] sample;

    TextBatches(TokenStream stream, int length, int paddedVocabulary, long seed) {
        this.stream = stream;
        this.length = length;
        this.paddedVocabulary = paddedVocabulary;
        long samples = (stream.tokens() - 1) / length;
        if (samples < 1) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the dataset holds %d tokens: one sample of SEQ_LEN '%d' needs %d"
                            .formatted(stream.tokens(), length, length + 1));
        }
        this.order = new SampleOrder(Math.toIntExact(samples), seed);
        this.sample = new int[length + 1];
    }

    @Override
    public int samplesPerEpoch() {
        return order.samples();
    }

    @Override
    public void fill(long position, int[] tokens, int[] targets) {
        for (int i = 0; i < tokens.length / length; i++) {
            stream.copy((long) order.sampleAt(position + i) * length, sample, 0, length + 1);
            for (int token : sample) {
                requireInVocabulary(token, paddedVocabulary);
            }
            System.arraycopy(sample, 0, tokens, i * length, length);
            System.arraycopy(sample, 1, targets, i * length, length);
        }
    }

    static void requireInVocabulary(int token, int paddedVocabulary) {
        if (token < 0 || token >= paddedVocabulary) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the dataset holds token '%d', which a vocabulary of '%d' does not have: it was made with another tokenizer"
                            .formatted(token, paddedVocabulary));
        }
    }
}
