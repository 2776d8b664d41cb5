package io.npushell.trainlog;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds iteration records in a line, keyed by the names of their fields: {@code iteration 5/ 100 | lm loss: 1.2E+00 | …}, at any place of the line
 * and several on one line.
 *
 * <p>Not thread-safe: the fields of the record being read are kept here, so that nothing is allocated for lines that have none.
 */
final class IterationScanner {
    static final String WORD = "iteration";
    static final String CAPITALISED = "Iteration";

    private static final int LENGTH = WORD.length();
    private static final int MAX_DIGITS = 18;

    private final double[] values = new double[FieldNames.COUNT];
    private int known;
    private boolean unfinished;
    private int cut;
    private boolean nanLoss;
    private boolean rounded;
    private long iteration;
    private long total;

    /** Whether a record begins with the text "iteration" that ends at {@code after}. */
    boolean begins(byte[] line, int from, int after, int to) {
        int start = after - LENGTH;
        return (start <= from || !Character.isLetter(line[start - 1])) && header(line, after, to) >= 0;
    }

    /** The record that begins at {@code start} and ends at {@code end}; null where it has no known field. */
    LogEvent.@Nullable Iteration read(byte[] line, int start, int end) {
        Arrays.fill(values, Double.NaN);
        known = 0;
        unfinished = false;
        cut = -1;
        nanLoss = false;
        rounded = false;
        int at = header(line, start + LENGTH, end);
        while (at < end) {
            int stop = at;
            int colon = -1;
            long name = FieldNames.NO_LETTER;
            for (; stop < end && line[stop] != '|'; stop++) {
                if (colon < 0 && line[stop] == ':') {
                    colon = stop;
                } else if (colon < 0) {
                    name = FieldNames.with(name, line[stop]);
                }
            }
            field(line, name, colon, stop);
            if (stop == end) {
                unfinished = colon < 0 ? !blank(line, at, stop) : blank(line, colon + 1, stop);
                cut = colon < 0 || FieldNames.field(name) < 0 ? -1 : cutAt(line, colon + 1, stop);
            }
            at = stop + 1;
        }
        return known == 0 ? null : event();
    }

    /** Whether the record read last breaks off within a field, so that the next line may carry the rest. */
    boolean unfinished() {
        return unfinished;
    }

    /** Where the number of its last field breaks off, cut by the line's end or by another writer's text right behind it; -1 where it does not. */
    int cut() {
        return cut;
    }

    private static int cutAt(byte[] line, int from, int to) {
        int foreign = LogNumbers.cutAt(line, from, to);
        return foreign < 0 && to > from && digit(line[to - 1]) ? to : foreign;
    }

    private void field(byte[] line, long name, int colon, int stop) {
        int field = colon < 0 ? -1 : FieldNames.field(name);
        if (field < 0) {
            return;
        }
        known++;
        if (!Double.isNaN(values[field])) {
            return;
        }
        boolean counts = field == FieldNames.CONSUMED_SAMPLES || field == FieldNames.CONSUMED_TOKENS;
        double value = LogNumbers.parse(line, colon + 1, stop, counts);
        if (field == FieldNames.LOSS) {
            nanLoss = Double.isNaN(value) && LogNumbers.nan(line, colon + 1, stop);
        }
        rounded |= (counts || field == FieldNames.GLOBAL_BATCH) && LogNumbers.rounded(line, colon + 1, stop);
        values[field] = field < FieldNames.ELAPSED
                ? value
                : value * LogNumbers.millis(line, colon + 1, stop, field == FieldNames.ELAPSED ? 1 : 1000);
    }

    private LogEvent.Iteration event() {
        return new LogEvent.Iteration(
                iteration,
                total,
                whole(FieldNames.CONSUMED_SAMPLES),
                millis(),
                values[FieldNames.LEARNING_RATE],
                whole(FieldNames.GLOBAL_BATCH),
                values[FieldNames.LOSS],
                values[FieldNames.GRAD_NORM],
                whole(FieldNames.SKIPPED),
                whole(FieldNames.NAN_ITERATIONS),
                further());
    }

    private LogEvent.Further further() {
        return new LogEvent.Further(
                values[FieldNames.LOSS_SCALE],
                whole(FieldNames.CONSUMED_TOKENS),
                whole(FieldNames.SEQUENCE_LENGTH),
                values[FieldNames.TERAFLOPS],
                values[FieldNames.SAMPLES_PER_SECOND],
                values[FieldNames.TOKENS_PER_SECOND],
                nanLoss,
                rounded && values[FieldNames.TOKENS_PER_SECOND] > 0);
    }

    private double millis() {
        if (!Double.isNaN(values[FieldNames.ELAPSED_MILLIS])) {
            return values[FieldNames.ELAPSED_MILLIS];
        }
        if (!Double.isNaN(values[FieldNames.ELAPSED_SECONDS])) {
            return values[FieldNames.ELAPSED_SECONDS] * 1000;
        }
        return Double.isNaN(values[FieldNames.ELAPSED])
                ? values[FieldNames.ELAPSED_BARE_SECONDS]
                : values[FieldNames.ELAPSED];
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
