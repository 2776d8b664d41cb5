package io.npushell.trainlog;

import java.util.Arrays;

/** Colours and cursor movements of terminals ({@code ESC [ … letter}), which some trainers print into their logs. */
final class AnsiCodes {
    static final byte ESCAPE = 0x1b;

    private static final int LONGEST = 32;

    private AnsiCodes() {}

    /** The bytes of a range without them. */
    static byte[] removed(byte[] bytes, int from, int to) {
        byte[] kept = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] == ESCAPE) {
                at = lastOf(bytes, at, to);
            } else {
                kept[length++] = bytes[at];
            }
        }
        return Arrays.copyOf(kept, length);
    }

    /** Where the code that begins here ends; the escape alone where it begins none. */
    private static int lastOf(byte[] bytes, int escape, int to) {
        if (escape + 1 >= to || bytes[escape + 1] != '[') {
            return escape;
        }
        for (int at = escape + 2; at < Math.min(to, escape + LONGEST); at++) {
            if (bytes[at] >= '@' && bytes[at] <= '~') {
                return at;
            }
        }
        return escape;
    }
}
