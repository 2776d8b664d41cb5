package io.npushell.step;

import io.npushell.data.IndexedDatasetWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The dataset of one key, with upstream's rules: a record without text is no document, one that is too long an empty document. */
final class KeyOutput implements AutoCloseable {
    private final Path prefix;
    private final String key;
    private final int sequenceLength;
    private final boolean splitLong;
    private final IndexedDatasetWriter writer;
    private long dropped;
    private long split;

    KeyOutput(DataOptions options, String key, Path prefix) throws IOException {
        this.key = key;
        this.prefix = prefix;
        this.sequenceLength = options.sequenceLength();
        this.splitLong = options.splitLong();
        this.writer = IndexedDatasetWriter.create(prefix);
    }

    /** Adds one document. */
    void add(List<int[]> sequences) throws IOException {
        if (sequences.isEmpty()) {
            return;
        }
        for (int[] ids : sequences) {
            if (sequenceLength == 0 || ids.length < sequenceLength) {
                writer.add(ids);
            } else if (splitLong) {
                addPieces(ids);
            } else {
                dropped++;
            }
        }
        writer.endDocument();
    }

    /** Pieces of what upstream would still take, in the same document. */
    private void addPieces(int[] ids) throws IOException {
        split++;
        int most = sequenceLength - 1;
        for (int from = 0; from < ids.length; from += most) {
            writer.add(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + most)));
        }
    }

    IndexedDatasetWriter writer() {
        return writer;
    }

    Path prefix() {
        return prefix;
    }

    String key() {
        return key;
    }

    long documents() {
        return writer.documents();
    }

    long tokens() {
        return writer.tokens();
    }

    /** Sequences left out for their length. */
    long dropped() {
        return dropped;
    }

    /** Sequences cut into pieces for their length. */
    long split() {
        return split;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
