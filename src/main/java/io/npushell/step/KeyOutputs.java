package io.npushell.step;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.IndexedDatasetWriter;
import io.npushell.data.handler.Handler;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The datasets being written; its failures are UncheckedIOExceptions, so that they are not taken for the input's. */
final class KeyOutputs implements AutoCloseable {
    private final int sequenceLength;
    private final boolean packed;
    private final List<KeyOutput> outputs = new ArrayList<>();

    private KeyOutputs(DataOptions options, boolean packed) {
        this.sequenceLength = options.sequenceLength();
        this.packed = packed;
    }

    static KeyOutputs open(DataOptions options, Handler handler) {
        KeyOutputs all = new KeyOutputs(options, handler.packed());
        try {
            for (String key : handler.keys()) {
                all.outputs.add(new KeyOutput(options, key, options.prefix(key, handler.packed())));
            }
            return all;
        } catch (IOException e) {
            all.close();
            throw new UncheckedIOException(e);
        }
    }

    List<KeyOutput> all() {
        return List.copyOf(outputs);
    }

    KeyOutput first() {
        return outputs.get(0);
    }

    /** Writes one record: the sequences of each key. */
    void add(List<List<int[]>> record) {
        try {
            for (int i = 0; i < outputs.size(); i++) {
                outputs.get(i).add(record.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void requireTokens() {
        for (KeyOutput output : outputs) {
            if (output.tokens() == 0) {
                boolean dropped = output.dropped() > 0;
                throw new OperatorException(
                        ExitCode.FAILED,
                        "no tokens are left for \"" + output.key() + "\": "
                                + (dropped
                                        ? "all " + output.dropped() + " documents have " + sequenceLength
                                                + " tokens or more"
                                        : "all texts are empty"),
                        dropped
                                ? "give a larger --seq-length"
                                        + (packed ? "" : ", or split the documents with --split-long")
                                : "name another input");
            }
        }
    }

    void complete(Path outputPrefix) {
        try {
            IndexedDatasetWriter.completeAll(
                    outputs.stream().map(KeyOutput::writer).toList(), outputPrefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void report(PrintStream out) {
        for (KeyOutput output : outputs) {
            if (output.dropped() > 0 && (!packed || output == first())) {
                out.printf(
                        " data: left out %d %s of %d tokens or more%n",
                        output.dropped(), output.dropped() == 1 ? "document" : "documents", sequenceLength);
            }
            if (output.split() > 0) {
                out.printf(
                        " data: split %d %s of %d tokens or more into pieces of at most %d%n",
                        output.split(),
                        output.split() == 1 ? "document" : "documents",
                        sequenceLength,
                        sequenceLength - 1);
            }
            out.printf(
                    " data: wrote %s.bin and .idx, %d documents, %d tokens%n",
                    output.prefix(), output.documents(), output.tokens());
        }
    }

    @Override
    public void close() {
        for (KeyOutput output : outputs) {
            try {
                output.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
