package io.npushell.shell.view;

/** One line that is redrawn in place at the end of a terminal. */
final class StatusLine {
    private static final String ERASE = "\r\u001b[K";

    private final Channel channel;
    private boolean shown;

    StatusLine(Channel channel) {
        this.channel = channel;
    }

    void show(Text text) {
        if (channel.terminal()) {
            channel.unfinished(ERASE + channel.spelled(text));
            shown = true;
        }
    }

    void clear() {
        if (shown) {
            channel.unfinished(ERASE);
            shown = false;
        }
    }
}
