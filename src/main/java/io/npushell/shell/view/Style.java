package io.npushell.shell.view;

/** What a stretch of text is; how that looks is decided in one place. */
public enum Style {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    ACCENT("36");

    private final String codes;

    Style(String codes) {
        this.codes = codes;
    }

    String ansi(String text) {
        return codes.isEmpty() || text.isEmpty() ? text : "\u001b[" + codes + "m" + text + "\u001b[0m";
    }
}
