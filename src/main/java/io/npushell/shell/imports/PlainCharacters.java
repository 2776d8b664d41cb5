package io.npushell.shell.imports;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Puts ASCII where a word processor or a Chinese keyboard put something that only looks like it. */
final class PlainCharacters {
    private static final String CURLY = "‘’‚‛′＇“”„‟″＂「」『』";
    private static final String SINGLE = "‘’‚‛′＇";
    private static final String DASHES = "‐‑‒–—―−﹘﹣⸺";
    private static final String NOTHING =
            "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufe0f\ufeff";
    private static final String BLANKS =
            "\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000";
    /** Colours, as a terminal's log has them. */
    private static final Pattern ESCAPE = Pattern.compile(
            "\u001b\\[[0-9;?]*[A-Za-z]|\u001b\\][^\u0007\n]*\u0007?|[\u0000-\u0008\u000e-\u001f\u007f]");

    private final String text;
    private final Mistakes mistakes;
    private final StringBuilder plain = new StringBuilder();
    private final Set<String> seen = new TreeSet<>();
    private int line = 1;

    private PlainCharacters(String text, Mistakes mistakes) {
        this.text = text;
        this.mistakes = mistakes;
    }

    static String of(String text, Mistakes mistakes) {
        return new PlainCharacters(lines(text), mistakes).read();
    }

    private static String lines(String text) {
        String lines = text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace('\u2028', '\n')
                .replace('\u2029', '\n');
        return ESCAPE.matcher(lines).replaceAll("");
    }

    private String read() {
        boolean comment = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                told();
                line++;
                comment = false;
            }
            comment |= c == '#' && (at == 0 || Character.isWhitespace(text.charAt(at - 1)));
            plain.append(plain(c, at, comment));
        }
        told();
        return plain.toString();
    }

    private String plain(char c, int at, boolean comment) {
        if (c < 0x80) {
            return String.valueOf(c);
        }
        if (CURLY.indexOf(c) >= 0) {
            return noted(SINGLE.indexOf(c) >= 0 ? "'" : "\"", "curly quotes", comment);
        }
        if (DASHES.indexOf(c) >= 0) {
            return noted(dash(c, at), "a long dash", comment);
        }
        if (BLANKS.indexOf(c) >= 0) {
            return noted(" ", "a blank that the shell takes for a letter", comment);
        }
        if (NOTHING.indexOf(c) >= 0) {
            return noted("", "an invisible character", comment || at == 0);
        }
        if (Literal.isReserved(c)) {
            return "\ufffd";
        }
        boolean fullWidth = c >= 0xff01 && c <= 0xff5e;
        return fullWidth
                ? noted(String.valueOf((char) (c - 0xfee0)), "full-width characters", comment)
                : String.valueOf(c);
    }

    /** One long dash before an option stands for two short ones, and so do two. */
    private String dash(char c, int at) {
        boolean begins = at == 0 || isBlank(text.charAt(at - 1));
        boolean followed = at + 1 < text.length() && isDash(text.charAt(at + 1));
        if (begins && (followed || c == '−' || c == '‐' || c == '‑' || c == '﹣')) {
            return "-";
        }
        return begins ? "--" : "-";
    }

    private static boolean isDash(char c) {
        return c == '-' || c == '－' || DASHES.indexOf(c) >= 0;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || BLANKS.indexOf(c) >= 0;
    }

    private String noted(String instead, String what, boolean comment) {
        if (!comment) {
            seen.add(what);
        }
        return instead;
    }

    private void told() {
        if (!seen.isEmpty()) {
            mistakes.add(
                    Mistake.Kind.CHARACTERS,
                    line,
                    String.join(" and ", seen) + " stand where the shell needs plain ones; read as the plain ones");
            seen.clear();
        }
    }
}
