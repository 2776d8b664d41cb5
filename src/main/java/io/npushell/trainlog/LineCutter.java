package io.npushell.trainlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Cuts bytes into lines; keeps an unfinished line's bytes, so a character split between two reads stays whole. */
final class LineCutter {
    private static final int MAX_LINE = 1 << 16;

    private byte[] line = new byte[1024];
    private int length;
    private long pending;

    void add(ByteBuffer bytes, List<String> lines) {
        while (bytes.hasRemaining()) {
            byte letter = bytes.get();
            pending++;
            if (letter == '\n') {
                end(lines);
            } else if (length < MAX_LINE) {
                if (length == line.length) {
                    line = Arrays.copyOf(line, Math.min(MAX_LINE, 2 * length));
                }
                line[length++] = letter;
            }
        }
    }

    /** Takes what there is as a line. */
    void end(List<String> lines) {
        if (pending == 0) {
            return;
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        lines.add(new String(line, 0, end, StandardCharsets.UTF_8));
        reset();
    }

    void reset() {
        length = 0;
        pending = 0;
    }

    /** Bytes taken since the last line end, also those cut off. */
    long pending() {
        return pending;
    }
}
