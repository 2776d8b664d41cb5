package io.npushell.trainlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns the lines of one training log, in order, into events. Takes any bytes and never throws.
 *
 * <p>Remembers the phase and a record broken over two lines, so one parser belongs to one log; not thread-safe. Call {@link #finish} after the
 * last line.
 */
public final class LogParser {
    /** What lies beyond is not looked at: no trainer writes it, and patterns should not be tried on it. */
    private static final int MAX_LINE = 1 << 16;

    /** So many lines of another rank may stand within a record that they cut. */
    private static final int LINES_BETWEEN = 8;

    private static final List<LogMark> MARKS = List.of(LogMark.values());

    private final FailureCatalog catalog = new FailureCatalog();
    private final Keywords keywords;
    private final int firstFailure;
    private final IterationScanner scanner = new IterationScanner();
    private final LogCourse course = new LogCourse();
    private final LineHits hits;
    private byte[] unfinished = {};
    /** Whether what is unfinished ends within a number. */
    private boolean cut;
    /** Whether that number is known to be only a part: other text stands right behind it, or this log's records end with a bar. */
    private boolean torn;
    /** Whether a record of this log ended with a bar. */
    private boolean closes;
    /** How many lines more the rest of a cut number is waited for. */
    private int patience;

    private long rank = -1;

    public LogParser() {
        List<String> words = new ArrayList<>();
        words.add(IterationScanner.WORD);
        for (LogMark mark : MARKS) {
            words.add(mark.word());
        }
        this.firstFailure = words.size();
        words.addAll(catalog.words());
        this.hits = new LineHits(words.size());
        words.add(IterationScanner.CAPITALISED);
        this.keywords = new Keywords(words);
    }

    /** The events of one line. */
    public List<LogEvent> parse(String line) {
        List<LogEvent> events = new ArrayList<>();
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        parse(bytes, 0, bytes.length, events::add);
        return events;
    }

    /** The same for bytes without the line's end; carriage returns part them like line ends. */
    public void parse(byte[] bytes, int from, int to, Consumer<LogEvent> sink) {
        int start = from;
        boolean coloured = false;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\r') {
                segment(bytes, start, at, coloured, sink);
                start = at + 1;
                coloured = false;
            } else if (bytes[at] == AnsiCodes.ESCAPE) {
                coloured = true;
            }
        }
        segment(bytes, start, to, coloured, sink);
    }

    /** What a record waiting for its continuation gives, now that there is none. */
    public List<LogEvent> finish() {
        List<LogEvent> events = new ArrayList<>();
        release(events::add);
        return events;
    }

    /** Whether a line since the last call said that the training is done. */
    boolean saidDone() {
        return course.saidDone();
    }

    private void segment(byte[] bytes, int from, int end, boolean coloured, Consumer<LogEvent> sink) {
        int to = Math.min(end, from + MAX_LINE);
        if (coloured) {
            byte[] plain = AnsiCodes.removed(bytes, from, to);
            segment(plain, 0, plain.length, sink);
        } else {
            segment(bytes, from, to, sink);
        }
    }

    private void segment(byte[] bytes, int from, int to, Consumer<LogEvent> sink) {
        if (unfinished.length > 0 && from < to) {
            if (cut ? LogNumbers.restOfNumber(bytes, from, to) : continues(bytes, from, to)) {
                byte[] joined = Arrays.copyOf(unfinished, unfinished.length + to - from);
                System.arraycopy(bytes, from, joined, unfinished.length, to - from);
                unfinished = new byte[0];
                look(joined, 0, joined.length, sink);
                return;
            }
            if (!cut || --patience < 0 || begins(bytes, from, to)) {
                release(sink);
            }
        }
        look(bytes, from, to, sink);
    }

    private void look(byte[] bytes, int from, int to, Consumer<LogEvent> sink) {
        hits.clear();
        keywords.find(bytes, from, to, hits);
        if (hits.anyWord()) {
            told(new String(bytes, from, to - from, StandardCharsets.UTF_8), sink);
        }
        int start = nextRecord(bytes, from, to);
        while (start >= 0) {
            int following = nextRecord(bytes, from, to);
            record(bytes, from, start, following < 0 ? to : following, following < 0, sink);
            start = following;
        }
    }

    private void told(String line, Consumer<LogEvent> sink) {
        for (int word = hits.nextWord(1); word >= 0 && word < firstFailure; word = hits.nextWord(word + 1)) {
            LogMark mark = MARKS.get(word - 1);
            mark.in(line).ifPresent(match -> course.mark(mark, match, line, sink));
        }
        if (hits.nextWord(firstFailure) >= 0) {
            catalog.find(line, hits, firstFailure)
                    .flatMap(kind -> course.failure(kind, line))
                    .ifPresent(sink);
        }
    }

    private int nextRecord(byte[] bytes, int from, int to) {
        for (int after = hits.nextIteration(); after >= 0; after = hits.nextIteration()) {
            if (scanner.begins(bytes, from, after, to)) {
                return after - IterationScanner.WORD.length();
            }
        }
        return -1;
    }

    private void record(byte[] bytes, int from, int start, int end, boolean last, Consumer<LogEvent> sink) {
        LogEvent.Iteration iteration = scanner.read(bytes, start, end);
        if (iteration == null) {
            return;
        }
        printer(bytes, from, start, sink);
        boolean waits = last && end - start < MAX_LINE / 2;
        if (waits && scanner.unfinished()) {
            unfinished = Arrays.copyOfRange(bytes, start, end);
            cut = false;
        } else if (waits && scanner.cut() >= 0) {
            unfinished = Arrays.copyOfRange(bytes, start, scanner.cut());
            cut = true;
            torn = closes || scanner.cut() < end;
            patience = torn ? LINES_BETWEEN : 0;
        } else {
            closes |= bytes[end - 1] == '|' || (bytes[end - 1] == ' ' && end - start > 2 && bytes[end - 2] == '|');
            told(iteration, bytes, start, end, sink);
        }
    }

    private void printer(byte[] bytes, int from, int start, Consumer<LogEvent> sink) {
        long printer = RankMark.before(bytes, from, start);
        if (printer != rank) {
            rank = printer;
            sink.accept(new LogEvent.PrintedBy(printer));
        }
    }

    private void told(LogEvent.Iteration iteration, byte[] bytes, int start, int end, Consumer<LogEvent> sink) {
        course.iteration(iteration, sink);
        // Megatron prints no loss at all where it is NaN; where steps were skipped, their loss is only left out
        if (iteration.lossIsNan()
                && (Double.isFinite(iteration.gradNorm()) || iteration.further().nanLoss())) {
            String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            catalog.named(FailureCatalog.LOSS_NAN)
                    .flatMap(kind -> course.failure(kind, line))
                    .ifPresent(sink);
        }
    }

    private boolean begins(byte[] bytes, int from, int to) {
        hits.clear();
        keywords.find(bytes, from, to, hits);
        return nextRecord(bytes, from, to) >= 0;
    }

    /** Whether a line has fields but begins no record of its own. */
    private boolean continues(byte[] bytes, int from, int to) {
        if (begins(bytes, from, to)) {
            return false;
        }
        for (int at = from; at < to; at++) {
            if (bytes[at] == '|') {
                return true;
            }
        }
        return false;
    }

    private void release(Consumer<LogEvent> sink) {
        byte[] waiting = unfinished;
        unfinished = new byte[0];
        int end = cut && torn ? lastField(waiting) : waiting.length;
        LogEvent.Iteration iteration = end == 0 ? null : scanner.read(waiting, 0, end);
        if (iteration != null) {
            told(iteration, waiting, 0, end, sink);
        }
    }

    /** Where the last field of a record begins. */
    private static int lastField(byte[] record) {
        int at = record.length;
        while (at > 0 && record[at - 1] != '|') {
            at--;
        }
        return at;
    }
}
