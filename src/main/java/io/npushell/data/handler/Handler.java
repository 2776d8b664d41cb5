package io.npushell.data.handler;

import io.npushell.data.source.Column;
import java.util.List;

/** Turns the columns of one record into the sequences of one document; thread-safe. */
public interface Handler {
    /** The columns it reads; their values are given to {@link #encode} in this order. */
    List<Column> columns();

    /** The datasets it makes, by the names upstream gives them. */
    List<String> keys();

    /** Whether the datasets belong together sample by sample, as fine-tuning reads them: then the names begin with "packed_". */
    boolean packed();

    /**
     * The sequences of a record.
     *
     * @return for each key as many sequences as the document has; none where the record has no text
     * @throws UnfitRecord for a record it can make nothing of
     */
    List<List<int[]>> encode(List<String> values);
}
