package io.npushell.step;

import io.npushell.data.IndexedDatasetWriter;
import java.io.IOException;
import java.nio.file.Path;

/** The dataset of one column, with upstream's rules: an empty text is no document, one too long is an empty document. */
final class KeyOutput implements AutoCloseable {
    private final Path prefix;
    private final String key;
    private final int sequenceLength;
    private final IndexedDatasetWriter writer;
    private long dropped;

    KeyOutput(DataOptions options, String key) throws IOException {
        this.key = key;
        this.prefix = options.prefix(key);
        this.sequenceLength = options.sequenceLength();
        this.writer = IndexedDatasetWriter.create(prefix);
    }

    void add(int[] ids) throws IOException {
        if (ids.length == 0) {
            return;
        }
        if (sequenceLength > 0 && ids.length >= sequenceLength) {
            dropped++;
        } else {
            writer.add(ids);
        }
        writer.endDocument();
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

    long dropped() {
        return dropped;
    }

    void complete() throws IOException {
        writer.complete();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
