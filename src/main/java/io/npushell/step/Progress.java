package io.npushell.step;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells about once a second how far the step is, in lines that npu-shell reads again.
 *
 * <p>{@code  data: 1200 documents | 345678 tokens | 123456 tokens/s | 40 % | 400 documents/s | ETA 00:00:12}, and after it upstream's own line.
 */
final class Progress {
    private static final long SECOND = 1_000_000_000L;
    private static final double MEBIBYTE = 1 << 20;

    private final PrintStream out;
    private final long inputBytes;
    private final LongSupplier bytesRead;
    private final long start = System.nanoTime();
    private long lastTold = start;
    private long documents;
    private long tokens;

    Progress(PrintStream out, long inputBytes, LongSupplier bytesRead) {
        this.out = out;
        this.inputBytes = inputBytes;
        this.bytesRead = bytesRead;
    }

    void count(long tokensOfOne) {
        documents++;
        tokens += tokensOfOne;
        long now = System.nanoTime();
        if (now - lastTold >= SECOND) {
            lastTold = now;
            tell(now, Math.min(99, 100 * bytesRead.getAsLong() / Math.max(1, inputBytes)));
        }
    }

    long documents() {
        return documents;
    }

    void end() {
        tell(System.nanoTime(), 100);
    }

    private void tell(long now, long percent) {
        double seconds = Math.max(1e-3, (now - start) / (double) SECOND);
        out.printf(
                " data: %d documents | %d tokens | %d tokens/s | %d %% | %d documents/s | ETA %s%n",
                documents,
                tokens,
                Math.round(tokens / seconds),
                percent,
                Math.round(documents / seconds),
                clock(percent == 0 ? -1 : Math.round(seconds * (100 - percent) / percent)));
        out.printf(
                Locale.ROOT,
                "Processed %d documents (%.1f docs/s, %.3f MB/s).%n",
                documents,
                documents / seconds,
                tokens * 4 / seconds / MEBIBYTE);
        out.flush();
    }

    private static String clock(long seconds) {
        return seconds < 0
                ? "--:--:--"
                : String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
