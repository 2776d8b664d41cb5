package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.IndexedDataset;
import java.io.IOException;
import java.nio.file.Path;

/** The three datasets of a fine-tuning prefix, of which the training reads two: the tokens, and the labels with masked ones. */
final class PackedDataset implements AutoCloseable {
    private final IndexedDataset tokens;
    private final IndexedDataset labels;

    private PackedDataset(IndexedDataset tokens, IndexedDataset labels) {
        this.tokens = tokens;
        this.labels = labels;
    }

    /**
     * Opens them by their common prefix ("…/alpaca_ft").
     *
     * @throws OperatorException where one is missing or they do not fit together
     */
    static PackedDataset open(Path prefix) throws IOException {
        IndexedDataset tokens = IndexedDataset.open(part(prefix, "input_ids"));
        try (IndexedDataset mask = IndexedDataset.open(part(prefix, "attention_mask"))) {
            IndexedDataset labels = IndexedDataset.open(part(prefix, "labels"));
            requireSameLengths(prefix, tokens, mask);
            requireSameLengths(prefix, tokens, labels);
            return new PackedDataset(tokens, labels);
        }
    }

    private static Path part(Path prefix, String key) {
        return prefix.resolveSibling(prefix.getFileName() + "_packed_" + key + "_document");
    }

    private static void requireSameLengths(Path prefix, IndexedDataset one, IndexedDataset other) {
        boolean same = one.sequences() == other.sequences();
        for (int sample = 0; same && sample < one.sequences(); sample++) {
            same = one.length(sample) == other.length(sample);
        }
        if (!same) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the three datasets of '%s' do not fit together: their samples differ in length".formatted(prefix),
                    "prepare the data again");
        }
    }

    int samples() {
        return tokens.sequences();
    }

    /** Tokens of one sample. */
    int length(int sample) {
        return tokens.length(sample);
    }

    void copyTokens(int sample, int from, int[] target, int targetOffset, int count) {
        tokens.copy(sample, from, target, targetOffset, count);
    }

    void copyLabels(int sample, int from, int[] target, int targetOffset, int count) {
        labels.copy(sample, from, target, targetOffset, count);
    }

    @Override
    public void close() throws IOException {
        tokens.close();
        labels.close();
    }
}
