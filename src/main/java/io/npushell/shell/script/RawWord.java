package io.npushell.shell.script;

import java.util.List;

/**
 * A word before its variables are replaced.
 *
 * @param start where it begins in the text
 * @param end just after it
 * @param openQuote the quote that is still open at its end: ' or " or {, or a space where none is
 */
public record RawWord(int start, int end, List<Piece> pieces, char openQuote) {
    public RawWord {
        pieces = List.copyOf(pieces);
    }

    /** The word with variables left as they are spelled; for completion and highlighting. */
    public String spelled() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(
                    piece instanceof Piece.Literal literal ? literal.text() : "$" + ((Piece.Reference) piece).name());
        }
        return text.toString();
    }
}
