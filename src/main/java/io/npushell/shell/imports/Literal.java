package io.npushell.shell.imports;

/** Signs from which a quote has taken the meaning, kept apart until variables have been put in. */
final class Literal {
    private static final String SIGNS = "$~`";
    private static final char FIRST = '\ue000';

    private Literal() {}

    /** The sign as one that means nothing. */
    static char of(char c) {
        int index = SIGNS.indexOf(c);
        return index < 0 ? c : (char) (FIRST + index);
    }

    /** The text as it was written. */
    static String plain(String text) {
        String plain = text;
        for (int i = 0; i < SIGNS.length(); i++) {
            plain = plain.replace((char) (FIRST + i), SIGNS.charAt(i));
        }
        return plain;
    }

    /** Whether a text holds one of these, as only a quote makes them. */
    static boolean isReserved(char c) {
        return c >= FIRST && c < FIRST + SIGNS.length();
    }

    static boolean startsWithTilde(String text) {
        return text.startsWith(String.valueOf(of('~')));
    }
}
