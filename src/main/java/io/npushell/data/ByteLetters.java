package io.npushell.data;

import java.nio.charset.StandardCharsets;

/** GPT-2 writes each byte as a printable letter: itself where it is one, else the next free one from U+0100. */
final class ByteLetters {
    private static final char[] LETTERS = new char[256];
    private static final int[] BYTES = new int[512];

    static {
        int others = 0;
        java.util.Arrays.fill(BYTES, -1);
        for (int value = 0; value < LETTERS.length; value++) {
            LETTERS[value] = printable(value) ? (char) value : (char) (256 + others++);
            BYTES[LETTERS[value]] = value;
        }
    }

    private ByteLetters() {}

    private static boolean printable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
    }

    static char letter(int value) {
        return LETTERS[value];
    }

    /** The letters of a text's UTF-8. */
    static String ofText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        char[] letters = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            letters[i] = LETTERS[bytes[i] & 0xff];
        }
        return new String(letters);
    }

    /** The byte of a letter, or -1 where it is none. */
    static int value(char letter) {
        return letter < BYTES.length ? BYTES[letter] : -1;
    }
}
