package io.npushell.shell.script;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one word: plain text, quotes and variables, as long as no blank stands between them. */
final class WordReader {
    private final String text;
    private final int start;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;
    private char open = ' ';

    WordReader(String text, int start) {
        this.text = text;
        this.start = start;
        this.at = start;
    }

    RawWord read() {
        while (at < text.length() && !endsWord(text.charAt(at))) {
            char c = text.charAt(at);
            if (c == '\'') {
                single();
            } else if (c == '"') {
                twofold();
            } else if (c == '\\' && endsText()) {
                break;
            } else if (c == '\\' && text.charAt(at + 1) == '\n') {
                at += 2;
            } else if (c == '\\') {
                flush(false);
                literal.append(text.charAt(at + 1));
                at += 2;
                flush(true);
            } else if (!variable()) {
                literal.append(c);
                at++;
            }
        }
        flush(false);
        return new RawWord(start, at, pieces, open);
    }

    /** Whether nothing but the newline this backslash joins is left: the command that holds the word says that it goes on. */
    private boolean endsText() {
        return at + 1 == text.length() || (text.charAt(at + 1) == '\n' && at + 2 == text.length());
    }

    private static boolean endsWord(char c) {
        return Lexer.isBlank(c) || c == '\n' || c == ';';
    }

    private void single() {
        flush(false);
        int end = text.indexOf('\'', at + 1);
        open = end < 0 ? '\'' : ' ';
        literal.append(text, at + 1, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        quotedPiece();
    }

    private void twofold() {
        flush(false);
        open = '"';
        at++;
        while (at < text.length() && open == '"') {
            char c = text.charAt(at);
            if (c == '"') {
                open = ' ';
                at++;
            } else if (c == '\\' && at + 1 < text.length() && "\"\\$\n".indexOf(text.charAt(at + 1)) >= 0) {
                literal.append(text.charAt(at + 1) == '\n' ? "" : text.substring(at + 1, at + 2));
                at += 2;
            } else if (!variableIn('"')) {
                literal.append(c);
                at++;
            }
        }
        quotedPiece();
    }

    private boolean variable() {
        return variableIn(' ');
    }

    /** Reads a variable if one stands here; a dollar before anything else is a dollar. */
    private boolean variableIn(char quote) {
        if (text.charAt(at) != '$' || at + 1 >= text.length()) {
            return false;
        }
        boolean braced = text.charAt(at + 1) == '{';
        int from = at + (braced ? 2 : 1);
        int to = from;
        while (to < text.length() && isNamePart(text.charAt(to), to == from)) {
            to++;
        }
        if (to == from) {
            return false;
        }
        String fallback = null;
        int end = to;
        if (braced) {
            int close = text.indexOf('}', to);
            if (close < 0) {
                open = '{';
                close = text.length();
            }
            fallback = fallback(text.substring(to, close));
            end = Math.min(text.length(), close + 1);
        }
        flush(quote == '"');
        pieces.add(new Piece.Reference(text.substring(from, to), fallback));
        at = end;
        return true;
    }

    private static @Nullable String fallback(String afterName) {
        return afterName.startsWith(":-") ? afterName.substring(2) : null;
    }

    private static boolean isNamePart(char c, boolean first) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9');
    }

    /** Quotes make a word even where nothing is between them. */
    private void quotedPiece() {
        pieces.add(new Piece.Literal(literal.toString(), true));
        literal.setLength(0);
    }

    private void flush(boolean quoted) {
        if (!literal.isEmpty()) {
            pieces.add(new Piece.Literal(literal.toString(), quoted));
            literal.setLength(0);
        }
    }
}
