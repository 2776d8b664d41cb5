package io.npushell.data.handler;

/** Text operations that must come out as Python's do. */
final class PythonText {
    private PythonText() {}

    /** Python's {@code str.strip()}: unlike Java's it also takes no-break spaces and U+0085 away. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
