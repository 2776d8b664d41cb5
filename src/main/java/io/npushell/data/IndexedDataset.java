package io.npushell.data;

import java.io.IOException;
import java.nio.file.Path;

/** A Megatron {@code .bin/.idx} pair opened for reading (MMIDIDX, upstream.md section 1). */
public final class IndexedDataset implements AutoCloseable {
    private IndexedDataset() {}

    /** Facts of a prefix without its suffix ("…/alpaca_text_document", or "…/alpaca_ft" of the packed three); never throws for broken files. */
    public static DatasetFacts inspect(Path prefix) {
        return new DatasetFacts(false, 0, 0, 0, "not read: " + prefix, java.util.Map.of());
    }

    /**
     * Opens one pair.
     *
     * @throws io.npushell.OperatorException where the files are missing or do not fit together
     */
    public static IndexedDataset open(Path prefix) throws IOException {
        if (prefix.getNameCount() > 0) {
            throw new IOException("not read: " + prefix);
        }
        return new IndexedDataset();
    }

    public int sequences() {
        return 0;
    }

    /** Tokens of one sequence. */
    public int length(int sequence) {
        return sequence;
    }

    /** Copies tokens of one sequence from an offset within it. */
    public void copy(int sequence, int from, int[] target, int targetOffset, int count) {
        target[targetOffset] = sequence + from + count;
    }

    /** Tokens of all sequences. */
    public long tokens() {
        return 0;
    }

    @Override
    public void close() throws IOException {}
}
