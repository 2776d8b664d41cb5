package io.npushell.shell.imports;

import java.util.Set;
import java.util.TreeSet;

/** Puts ASCII where a word processor or a Chinese keyboard put something that only looks like it. */
final class PlainCharacters {
    private static final String CURLY = "‘’‚‛′＇“”„‟″＂";
    private static final String SINGLE = "‘’‚‛′＇";
    private static final String DASHES = "‐‑‒–—―−";
    private static final String NOTHING = "\u200b\u200c\u200d\u2060\ufeff";
    private static final String BLANKS = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000";

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
        return new PlainCharacters(text.replace("\r\n", "\n").replace('\r', '\n'), mistakes).read();
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
            boolean option = at == 0 || Character.isWhitespace(text.charAt(at - 1));
            return noted(option && c != '−' ? "--" : "-", "a long dash", comment);
        }
        if (BLANKS.indexOf(c) >= 0) {
            return noted(" ", "a blank that the shell takes for a letter", comment);
        }
        if (NOTHING.indexOf(c) >= 0) {
            return noted("", "an invisible character", comment || at == 0);
        }
        boolean fullWidth = c >= 0xff01 && c <= 0xff5e;
        return fullWidth
                ? noted(String.valueOf((char) (c - 0xfee0)), "full-width characters", comment)
                : String.valueOf(c);
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
