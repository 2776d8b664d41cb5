package io.npushell.trainlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds iteration records in a line, keyed by the names of their fields: {@code iteration 5/ 100 | lm loss: 1.2E+00 | …}, at any place of the line
 * and several on one line.
 *
 * <p>Not thread-safe: the fields of the record being read are kept here, so that nothing is allocated for lines that have none.
 */
final class IterationScanner {
    private static final byte[] WORD = "iteration".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DIGITS = 18;

    private final double[] values = new double[FieldNames.COUNT];
    private int known;
    private boolean unfinished;
    private long iteration;
    private long total;

    /** Where the next record's text "iteration" begins, or -1. */
    int next(byte[] line, int from, int to) {
        for (int at = from; at + WORD.length < to; at++) {
            if (line[at] == 'i' && isWord(line, at) && header(line, at + WORD.length, to) >= 0) {
                return at;
            }
        }
        return -1;
    }

    /** The record that begins at {@code start}, as {@link #next} gave it, and ends at {@code end}; null where it has no known field. */
    LogEvent.@Nullable Iteration read(byte[] line, int start, int end) {
        Arrays.fill(values, Double.NaN);
        known = 0;
        unfinished = false;
        int at = header(line, start + WORD.length, end);
        while (at < end) {
            int stop = at;
            int colon = -1;
            for (; stop < end && line[stop] != '|'; stop++) {
                if (line[stop] == ':' && colon < 0) {
                    colon = stop;
                }
            }
            field(line, at, colon, stop);
            if (stop == end) {
                unfinished = colon < 0 ? !blank(line, at, stop) : blank(line, colon + 1, stop);
            }
            at = stop + 1;
        }
        return known == 0 ? null : event();
    }

    /** Whether the record read last breaks off within a field, so that the next line may carry the rest. */
    boolean unfinished() {
        return unfinished;
    }

    private void field(byte[] line, int start, int colon, int stop) {
        int field = colon < 0 ? -1 : FieldNames.field(line, start, colon);
        if (field < 0) {
            return;
        }
        known++;
        if (Double.isNaN(values[field])) {
            values[field] = LogNumbers.parse(line, colon + 1, stop);
        }
    }

    private LogEvent.Iteration event() {
        double seconds = values[FieldNames.ELAPSED_SECONDS];
        double millis = values[FieldNames.ELAPSED_MILLIS];
        return new LogEvent.Iteration(
                iteration,
                total,
                whole(FieldNames.CONSUMED_SAMPLES),
                Double.isNaN(millis) ? seconds * 1000 : millis,
                values[FieldNames.LEARNING_RATE],
                whole(FieldNames.GLOBAL_BATCH),
                values[FieldNames.LOSS],
                values[FieldNames.GRAD_NORM],
                whole(FieldNames.SKIPPED),
                whole(FieldNames.NAN_ITERATIONS));
    }

    private long whole(int field) {
        double value = values[field];
        return Double.isNaN(value) || value < 0 ? -1 : Math.round(value);
    }

    /** After "iteration": {@code 5/ 100 |}, {@code : 5 / 100 |} or {@code : 5 |}. Where the fields begin, or -1. */
    private int header(byte[] line, int after, int to) {
        boolean colon = after < to && line[after] == ':';
        int at = skipBlanks(line, colon ? after + 1 : after, to);
        int digits = at;
        long first = 0;
        for (; at < to && digit(line[at]); at++) {
            first = first * 10 + (line[at] - '0');
        }
        if (at == digits || at - digits > MAX_DIGITS || (!colon && digits == after)) {
            return -1;
        }
        at = skipBlanks(line, at, to);
        long second = -1;
        if (at < to && line[at] == '/') {
            at = skipBlanks(line, at + 1, to);
            digits = at;
            second = 0;
            for (; at < to && digit(line[at]); at++) {
                second = second * 10 + (line[at] - '0');
            }
            if (at == digits || at - digits > MAX_DIGITS) {
                return -1;
            }
            at = skipBlanks(line, at, to);
        } else if (!colon) {
            return -1;
        }
        if (at >= to || line[at] != '|') {
            return -1;
        }
        iteration = first;
        total = second;
        return at + 1;
    }

    private static boolean isWord(byte[] line, int at) {
        for (int i = 1; i < WORD.length; i++) {
            if (line[at + i] != WORD[i]) {
                return false;
            }
        }
        int before = at == 0 ? ' ' : line[at - 1] | 32;
        return before < 'a' || before > 'z';
    }

    private static boolean digit(byte letter) {
        return letter >= '0' && letter <= '9';
    }

    private static int skipBlanks(byte[] line, int from, int to) {
        int at = from;
        while (at < to && (line[at] == ' ' || line[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean blank(byte[] line, int from, int to) {
        return skipBlanks(line, from, to) == to;
    }
}
