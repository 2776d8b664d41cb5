package io.npushell.trainer;

import io.npushell.data.IndexedDataset;

/** The sequences of an indexed dataset as one stream. */
final class DatasetTokens implements TokenStream {
    private final IndexedDataset dataset;
    private final long[] starts;

    DatasetTokens(IndexedDataset dataset) {
        this.dataset = dataset;
        this.starts = new long[dataset.sequences() + 1];
        for (int sequence = 0; sequence < dataset.sequences(); sequence++) {
            starts[sequence + 1] = starts[sequence] + dataset.length(sequence);
        }
    }

    @Override
    public long tokens() {
        return starts[starts.length - 1];
    }

    @Override
    public void copy(long from, int[] target, int targetOffset, int count) {
        int sequence = sequenceAt(from);
        long position = from;
        int done = 0;
        while (done < count) {
            int part = (int) Math.min(count - done, starts[sequence + 1] - position);
            if (part > 0) {
                dataset.copy(sequence, (int) (position - starts[sequence]), target, targetOffset + done, part);
            }
            done += part;
            position += part;
            sequence++;
        }
    }

    /** The last sequence that starts at or before a position: empty ones before it are passed over. */
    private int sequenceAt(long position) {
        int low = 0;
        int high = starts.length - 1;
        while (low + 1 < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= position) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
