package io.npushell.trainlog;

import java.nio.charset.StandardCharsets;

/** The mark of a launcher before a line: {@code [default7]:}, {@code [rank7]:}, {@code [Rank 7 | …]}, and srun's {@code 7: }. */
final class RankMark {
    /** Further before the text no mark is looked for. */
    private static final int REACH = 96;

    private static final byte[][] NAMES = {bytes("[default"), bytes("[rank"), bytes("[Rank ")};

    private RankMark() {}

    /** The rank whose mark stands nearest before a place, -1 for none. */
    static long before(byte[] line, int from, int place) {
        int first = Math.max(from, place - REACH);
        for (int at = place - 1; at >= first; at--) {
            if (line[at] == '[') {
                for (byte[] name : NAMES) {
                    long rank = starts(line, at, place, name) ? number(line, at + name.length, place) : -1;
                    if (rank >= 0) {
                        return rank;
                    }
                }
            }
        }
        return first == from ? srun(line, from, place) : -1;
    }

    private static long srun(byte[] line, int from, int place) {
        int at = from;
        while (at < place && line[at] == ' ') {
            at++;
        }
        int digits = at;
        while (at < place && line[at] >= '0' && line[at] <= '9') {
            at++;
        }
        return at > digits && at + 1 < place && line[at] == ':' && line[at + 1] == ' '
                ? number(line, digits, place)
                : -1;
    }

    private static boolean starts(byte[] line, int at, int end, byte[] name) {
        if (end - at < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (line[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] line, int from, int to) {
        long value = -1;
        for (int at = from; at < Math.min(to, from + 7) && line[at] >= '0' && line[at] <= '9'; at++) {
            value = Math.max(0, value) * 10 + (line[at] - '0');
        }
        return value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
