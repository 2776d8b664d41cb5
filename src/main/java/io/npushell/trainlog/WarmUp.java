package io.npushell.trainlog;

import java.util.stream.IntStream;

/**
 * The lines in which a training only gets going (kernels are compiled, caches filled): the first {@value #LINES} of each start, but never more
 * than half of them.
 */
final class WarmUp {
    static final int LINES = 5;

    private WarmUp() {}

    static int[] rows(IterationTable table) {
        IntStream.Builder rows = IntStream.builder();
        int from = 0;
        for (int row = 1; row <= table.size(); row++) {
            if (row == table.size() || table.start(row) != table.start(row - 1)) {
                int lines = Math.min(LINES, (row - from) / 2);
                IntStream.range(from, from + lines).forEach(rows::add);
                from = row;
            }
        }
        return rows.build().toArray();
    }
}
