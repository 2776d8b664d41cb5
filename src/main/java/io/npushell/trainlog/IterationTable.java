package io.npushell.trainlog;

import java.util.ArrayList;
import java.util.List;

/** Iteration lines in the order printed, packed: a log of millions of them fits into memory. */
public final class IterationTable {
    private static final int ROWS = 1024;
    private static final int RANK = 18;
    private static final int START = 19;
    private static final int WIDTH = 20;

    private final List<double[]> chunks = new ArrayList<>();
    private int size;

    IterationTable() {}

    public int size() {
        return size;
    }

    public LogEvent.Iteration row(int row) {
        double[] from = chunks.get(row / ROWS);
        int at = row % ROWS * WIDTH;
        return new LogEvent.Iteration(
                (long) from[at],
                (long) from[at + 1],
                (long) from[at + 2],
                from[at + 3],
                from[at + 4],
                (long) from[at + 5],
                from[at + 6],
                from[at + 7],
                (long) from[at + 8],
                (long) from[at + 9],
                new LogEvent.Further(
                        from[at + 10],
                        (long) from[at + 11],
                        (long) from[at + 12],
                        from[at + 13],
                        from[at + 14],
                        from[at + 15],
                        from[at + 16] != 0,
                        from[at + 17] != 0));
    }

    /** Which start of the training a row belongs to, from 0: a log may hold several. */
    public int start(int row) {
        return (int) chunks.get(row / ROWS)[row % ROWS * WIDTH + START];
    }

    /** The rank that printed it, -1 where not said. */
    long rank(int row) {
        return (long) chunks.get(row / ROWS)[row % ROWS * WIDTH + RANK];
    }

    long iteration(int row) {
        return (long) chunks.get(row / ROWS)[row % ROWS * WIDTH];
    }

    void add(LogEvent.Iteration line, int start, long rank) {
        if (size == chunks.size() * ROWS) {
            chunks.add(new double[ROWS * WIDTH]);
        }
        put(size, line, start, rank);
        size++;
    }

    void replace(int row, LogEvent.Iteration line) {
        put(row, line, start(row), rank(row));
    }

    private void put(int row, LogEvent.Iteration line, int start, long rank) {
        double[] into = chunks.get(row / ROWS);
        int at = row % ROWS * WIDTH;
        into[at] = line.iteration();
        into[at + 1] = line.total();
        into[at + 2] = line.consumedSamples();
        into[at + 3] = line.elapsedMillis();
        into[at + 4] = line.learningRate();
        into[at + 5] = line.globalBatch();
        into[at + 6] = line.loss();
        into[at + 7] = line.gradNorm();
        into[at + 8] = line.skippedIterations();
        into[at + 9] = line.nanIterations();
        into[at + 10] = line.further().lossScale();
        into[at + 11] = line.further().consumedTokens();
        into[at + 12] = line.further().sequenceLength();
        into[at + 13] = line.further().teraflops();
        into[at + 14] = line.further().samplesPerSecond();
        into[at + 15] = line.further().tokensPerSecond();
        into[at + 16] = line.further().nanLoss() ? 1 : 0;
        into[at + 17] = line.further().rounded() ? 1 : 0;
        into[at + RANK] = rank;
        into[at + START] = start;
    }
}
