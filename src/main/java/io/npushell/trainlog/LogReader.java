package io.npushell.trainlog;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/**
 * Reads a whole log from its start, see {@link LogText}, in bounded memory whatever its size and lines.
 *
 * <p>A line too long for {@link LogParser} is read in pieces, cut where a record begins.
 */
public final class LogReader {
    private static final int CHUNK = 1 << 20;
    private static final int LONGEST = 1 << 16;
    private static final byte[] RECORD = (" " + IterationScanner.WORD + " ").getBytes(StandardCharsets.US_ASCII);

    private final LogParser parser = new LogParser();
    private final Consumer<LogEvent> sink;
    private byte[] pending = new byte[0];
    private long bytes;

    private LogReader(Consumer<LogEvent> sink) {
        this.sink = sink;
    }

    /**
     * What was read.
     *
     * @param bytes after unpacking
     * @param problem why it ends before its end, "" where it does not: a gzip file cut short
     */
    public record Read(long bytes, String problem) {}

    /**
     * Reads a log.
     *
     * @param growing whether somebody still writes it, so that a last line without an end is not whole
     */
    public static Read read(Path file, boolean growing, Consumer<LogEvent> sink) throws IOException {
        LogReader reader = new LogReader(sink);
        String problem = "";
        try (InputStream in = LogText.open(file)) {
            reader.lines(in);
        } catch (EOFException | ZipException cut) {
            problem = "it is cut short or damaged" + (cut.getMessage() == null ? "" : ": " + cut.getMessage());
        }
        if (!growing) {
            reader.line(reader.pending, 0, reader.pending.length);
        }
        reader.parser.finish().forEach(sink);
        return new Read(reader.bytes, problem);
    }

    private void lines(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            bytes += count;
            int start = 0;
            for (int at = 0; at < count; at++) {
                if (chunk[at] == '\n') {
                    ended(chunk, start, at);
                    start = at + 1;
                }
            }
            append(chunk, start, count);
        }
    }

    private void ended(byte[] chunk, int from, int to) {
        if (pending.length == 0) {
            line(chunk, from, to);
        } else {
            append(chunk, from, to);
            byte[] whole = pending;
            pending = new byte[0];
            line(whole, 0, whole.length);
        }
    }

    private void append(byte[] chunk, int from, int to) {
        int length = pending.length;
        pending = Arrays.copyOf(pending, length + to - from);
        System.arraycopy(chunk, from, pending, length, to - from);
        if (pending.length > 2 * LONGEST) {
            int done = pieces(pending, 0, pending.length);
            pending = Arrays.copyOfRange(pending, done, pending.length);
        }
    }

    private void line(byte[] line, int from, int to) {
        int start = pieces(line, from, to);
        parser.parse(line, start, to, sink);
    }

    /** Hands over pieces while more than one is left; where the last one begins. */
    private int pieces(byte[] line, int from, int to) {
        int start = from;
        while (to - start > LONGEST) {
            int end = cut(line, start, start + LONGEST);
            parser.parse(line, start, end, sink);
            start = end;
        }
        return start;
    }

    private static int cut(byte[] line, int from, int to) {
        for (int at = to - RECORD.length; at > from; at--) {
            if (line[at] == '\r') {
                return at + 1;
            }
            if (Arrays.equals(line, at, at + RECORD.length, RECORD, 0, RECORD.length) && numbered(line, at, to)) {
                return at;
            }
        }
        return to;
    }

    /** Tells "iteration 5/ 100" from "elapsed time per iteration (ms)". */
    private static boolean numbered(byte[] line, int record, int to) {
        int at = record + RECORD.length;
        while (at < to && line[at] == ' ') {
            at++;
        }
        return at < to && Character.isDigit(line[at]);
    }
}
