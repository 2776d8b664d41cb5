package io.npushell.shell.view;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * What a stretch of text is; how that looks is decided in one place, for what is printed as for the line that is typed.
 *
 * <p>Each look can be read on a white and on a black screen. Of the eight colours only red and magenta can (3:1 and better on both), so the others do not
 * occur; what is left is told by weight. Several kinds may look alike: the words say which it is.
 */
public enum Style {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    GOOD("1"),
    WARNING("35"),
    BAD("31"),
    ACCENT("1"),
    /** The name of a parameter in the line that is typed. */
    PARAMETER("35"),
    /** An option in the line that is typed. */
    OPTION("4");

    private final String codes;

    Style(String codes) {
        this.codes = codes;
    }

    String ansi(String text) {
        return codes.isEmpty() || text.isEmpty() ? text : "\u001b[" + codes + "m" + text + "\u001b[0m";
    }

    /** The same look in the line editor's words. */
    public AttributedStyle attributed() {
        return AttributedString.fromAnsi(ansi("x")).styleAt(0);
    }
}
