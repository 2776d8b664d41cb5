package io.npushell.step;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The datasets being written; its failures are UncheckedIOExceptions, so that they are not taken for the input's. */
final class KeyOutputs implements AutoCloseable {
    private final int sequenceLength;
    private final List<KeyOutput> outputs = new ArrayList<>();

    private KeyOutputs(DataOptions options) {
        this.sequenceLength = options.sequenceLength();
    }

    static KeyOutputs open(DataOptions options) {
        KeyOutputs all = new KeyOutputs(options);
        try {
            for (String key : options.jsonKeys()) {
                all.outputs.add(new KeyOutput(options, key));
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

    /** Writes one record: ids of each column. */
    void add(List<int[]> record) {
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
                        dropped ? "give a larger --seq-length, or split the documents" : "name another input");
            }
        }
    }

    void complete() {
        try {
            for (KeyOutput output : outputs) {
                output.complete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void report(PrintStream out) {
        for (KeyOutput output : outputs) {
            if (output.dropped() > 0) {
                out.printf(" data: left out %d documents of %d tokens or more%n", output.dropped(), sequenceLength);
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
