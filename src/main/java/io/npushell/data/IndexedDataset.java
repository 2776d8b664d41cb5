package io.npushell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A Megatron {@code .bin/.idx} pair opened for reading (MMIDIDX, upstream.md section 1).
 *
 * <p>The files are mapped: they must not be cut short while this is open. Thread-safe.
 */
public final class IndexedDataset implements AutoCloseable {
    private final IndexSummary summary;
    private final MappedFile tokens;
    private final MappedFile index;

    private IndexedDataset(IndexSummary summary, MappedFile tokens, MappedFile index) {
        this.summary = summary;
        this.tokens = tokens;
        this.index = index;
    }

    /** Facts of a prefix without its suffix ("…/alpaca_text_document", or "…/alpaca_ft" of the packed three); never throws for broken files. */
    public static DatasetFacts inspect(Path prefix) {
        return new DatasetInspector(prefix).inspect();
    }

    /**
     * Opens one pair.
     *
     * @throws OperatorException where the files are missing or do not fit together
     */
    public static IndexedDataset open(Path prefix) throws IOException {
        return open(prefix, MappedFile.PIECE);
    }

    static IndexedDataset open(Path prefix, long pieceBytes) throws IOException {
        DatasetFiles files = new DatasetFiles(prefix);
        for (Path file : List.of(files.bin(), files.index())) {
            if (!Files.isRegularFile(file)) {
                throw new OperatorException(
                        ExitCode.NOT_FOUND, "there is no file " + file, "prepare the data, or set dataset-path");
            }
        }
        IndexSummary summary = IndexSummary.read(files.index());
        DatasetInspector.requireBinSize(files, summary);
        if (summary.sequences() > Integer.MAX_VALUE) {
            throw IndexSummary.broken(
                    files.index() + " has " + summary.sequences() + " sequences, more than can be read");
        }
        IndexedDataset dataset = new IndexedDataset(
                summary, new MappedFile(files.bin(), pieceBytes), new MappedFile(files.index(), pieceBytes));
        dataset.requireContiguous(files);
        return dataset;
    }

    private void requireContiguous(DatasetFiles files) {
        long expected = 0;
        for (int i = 0; i < sequences(); i++) {
            if (position(i) != expected) {
                throw IndexSummary.broken(
                        files.index() + " puts sequence " + i + " at byte " + position(i) + " instead of " + expected);
            }
            expected += (long) length(i) * summary.type().bytes;
        }
    }

    public int sequences() {
        return (int) summary.sequences();
    }

    /** Tokens of one sequence. */
    public int length(int sequence) {
        return index.intAt(IndexSummary.HEADER_BYTES + 4L * Objects.checkIndex(sequence, sequences()));
    }

    private long position(int sequence) {
        return index.longAt(IndexSummary.HEADER_BYTES + 4 * summary.sequences() + 8L * sequence);
    }

    /** Copies tokens of one sequence from an offset within it. */
    public void copy(int sequence, int from, int[] target, int targetOffset, int count) {
        Objects.checkFromIndexSize(from, count, length(sequence));
        long start = position(sequence) + (long) from * summary.type().bytes;
        switch (summary.type()) {
            case INT32 -> tokens.copyInts(start, target, targetOffset, count);
            case UINT16 -> tokens.copyShorts(start, target, targetOffset, count);
        }
    }

    /** Documents, empty ones included. */
    public long documents() {
        return summary.documents();
    }

    /** Tokens of all sequences. */
    public long tokens() {
        return summary.tokens();
    }

    /** Nothing to do on Java 17: the mappings go when the dataset is garbage. */
    @Override
    public void close() throws IOException {}
}
