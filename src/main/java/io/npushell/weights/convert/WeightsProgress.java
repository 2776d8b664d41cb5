package io.npushell.weights.convert;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells about once a second how far a conversion is, in lines that npu-shell reads again.
 *
 * <p>{@code  weights: 12 / 259 tensors | 1.2 GiB | 310 MiB/s | 40 % }
 */
public final class WeightsProgress {
    private static final long SECOND = 1_000_000_000L;
    private static final double MEBIBYTE = 1 << 20;

    private final PrintStream out;
    private final long start = System.nanoTime();
    private long lastTold = start;
    private int tensors;
    private long bytes;
    private int done;
    private long written;

    public WeightsProgress(PrintStream out) {
        this.out = out;
    }

    void expect(int allTensors, long allBytes) {
        tensors = allTensors;
        bytes = allBytes;
    }

    void wrote(long count) {
        written += count;
        long now = System.nanoTime();
        if (now - lastTold >= SECOND) {
            lastTold = now;
            tell(now);
        }
    }

    void tensorDone() {
        done++;
    }

    void say(String sentence) {
        out.println(" weights: " + sentence);
    }

    void end() {
        tell(System.nanoTime());
    }

    private void tell(long now) {
        double seconds = Math.max(1e-9, (now - start) / (double) SECOND);
        out.printf(
                Locale.ROOT,
                " weights: %d / %d tensors | %.1f GiB | %.0f MiB/s | %.0f %%%n",
                done,
                tensors,
                written / MEBIBYTE / 1024,
                written / MEBIBYTE / seconds,
                bytes == 0 ? 100 : 100.0 * written / bytes);
        out.flush();
    }
}
