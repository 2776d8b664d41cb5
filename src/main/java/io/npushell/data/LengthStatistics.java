package io.npushell.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long the sequences of a dataset are.
 *
 * @param buckets one for each power of two, from the shortest to the longest
 */
public record LengthStatistics(
        int shortest, int median, double mean, int ninetyFifth, int longest, List<Bucket> buckets) {
    /** Sequences of {@code from} to {@code to} tokens, both included. */
    public record Bucket(int from, int to, long count) {}

    public LengthStatistics {
        buckets = List.copyOf(buckets);
    }

    static LengthStatistics of(int[] lengths) {
        if (lengths.length == 0) {
            return new LengthStatistics(0, 0, 0, 0, 0, List.of());
        }
        int[] sorted = lengths.clone();
        Arrays.sort(sorted);
        long[] counts = new long[33];
        long sum = 0;
        for (int length : sorted) {
            counts[bucket(length)]++;
            sum += length;
        }
        List<Bucket> buckets = new ArrayList<>();
        for (int i = bucket(sorted[0]); i <= bucket(sorted[sorted.length - 1]); i++) {
            int from = i == 0 ? 0 : 1 << (i - 1);
            buckets.add(new Bucket(from, i == 0 ? 0 : 2 * from - 1, counts[i]));
        }
        return new LengthStatistics(
                sorted[0],
                sorted[sorted.length / 2],
                (double) sum / sorted.length,
                sorted[(int) Math.min(sorted.length - 1L, sorted.length * 95L / 100)],
                sorted[sorted.length - 1],
                buckets);
    }

    private static int bucket(int length) {
        return 32 - Integer.numberOfLeadingZeros(length);
    }
}
