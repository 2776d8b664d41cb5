package io.npushell.trainlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Cuts bytes into lines; keeps an unfinished line's bytes, so a character split between two reads stays whole. */
final class LineCutter {
    private static final int MAX_LINE = 1 << 16;

    private byte[] line = new byte[1024];
    private int length;
    private long pending;

    void add(byte[] bytes, int count, List<String> lines) {
        int start = 0;
        for (int at = 0; at < count; at++) {
            if (bytes[at] == '\n') {
                keep(bytes, start, at);
                pending++;
                end(lines);
                start = at + 1;
            }
        }
        keep(bytes, start, count);
    }

    private void keep(byte[] bytes, int start, int end) {
        int room = Math.min(end - start, MAX_LINE - length);
        if (length + room > line.length) {
            line = Arrays.copyOf(line, Math.min(MAX_LINE, Math.max(2 * line.length, length + room)));
        }
        System.arraycopy(bytes, start, line, length, room);
        length += room;
        pending += end - start;
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
