package io.npushell.shell.terminal;

import io.npushell.shell.view.Glyphs;
import io.npushell.shell.view.Pager;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.stream.Stream;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.InfoCmp.Capability;

/**
 * A text page by page on the terminal itself: what was shown stays there, above the prompt.
 *
 * <p>JLine has a pager, Less. It takes Ctrl-C only with the next key, which it then loses, and draws rows on end, so that the lines of a page run together
 * as soon as the window is made wider.
 */
final class ScreenPager implements Pager {
    private enum Key {
        PAGE,
        LINE,
        PAGE_BACK,
        LINE_BACK,
        BEGINNING,
        REST,
        LEAVE,
        NONE
    }

    private final Terminal terminal;
    private final Glyphs glyphs;
    private final boolean colour;
    private final KeyMap<Key> keys;

    ScreenPager(Terminal terminal, Glyphs glyphs, boolean colour) {
        this.terminal = terminal;
        this.glyphs = glyphs;
        this.colour = colour;
        this.keys = keys(terminal);
    }

    private static KeyMap<Key> keys(Terminal terminal) {
        KeyMap<Key> keys = new KeyMap<>();
        keys.setNomatch(Key.NONE);
        keys.setUnicode(Key.NONE);
        keys.bind(Key.PAGE, " ", "f", KeyMap.ctrl('F'), KeyMap.ctrl('V'), "\u001b[6~");
        keys.bind(Key.LINE, "\r", "\n", "j", "e", "\u001b[B", "\u001bOB");
        keys.bind(Key.PAGE_BACK, "b", KeyMap.ctrl('B'), "\u001b[5~");
        keys.bind(Key.LINE_BACK, "k", "y", "\u001b[A", "\u001bOA");
        keys.bind(Key.BEGINNING, "g", "<", "\u001b[H", "\u001bOH", "\u001b[1~");
        keys.bind(Key.REST, "G", ">", "\u001b[F", "\u001bOF", "\u001b[4~");
        keys.bind(Key.LEAVE, "q", "Q", KeyMap.ctrl('C'));
        String pageDown = KeyMap.key(terminal, Capability.key_npage);
        String pageUp = KeyMap.key(terminal, Capability.key_ppage);
        if (pageDown != null && pageUp != null) {
            keys.bind(Key.PAGE, pageDown);
            keys.bind(Key.PAGE_BACK, pageUp);
        }
        return keys;
    }

    @Override
    public void show(String text) {
        Attributes found = terminal.enterRawMode();
        Attributes reading = terminal.getAttributes();
        // keys among keys: as a signal, Ctrl-C would come too late, and Ctrl-Z leave the terminal as it is now
        reading.setControlChar(ControlChar.VINTR, LineEditor.NO_KEY);
        reading.setControlChar(ControlChar.VSUSP, LineEditor.NO_KEY);
        terminal.setAttributes(reading);
        Page page = new Page(text);
        SignalHandler resized = terminal.handle(Signal.WINCH, signal -> page.fit());
        try {
            page.forward(page.height());
            BindingReader typed = new BindingReader(terminal.reader());
            while (page.goesOn() && page.turn(key(typed))) {
                // until it has ended, or the operator has seen enough
            }
        } finally {
            page.leave();
            terminal.handle(Signal.WINCH, resized);
            terminal.setAttributes(found);
        }
    }

    /** The next key; one that leaves where the terminal has gone. */
    private Key key(BindingReader typed) {
        try {
            Key key = typed.readBinding(keys, null, true);
            return key == null ? Key.LEAVE : key;
        } catch (EndOfFileException | java.io.IOError e) {
            return Key.LEAVE;
        }
    }

    /** What of the text stands on the screen. The window may change while a key is waited for, on another thread. */
    private final class Page {
        private final String text;
        private Rows rows;
        private int width;
        /** The first row not shown yet. */
        private int next;

        private boolean left;

        Page(String text) {
            this.text = Rows.withoutTabs(text);
            this.width = terminal.getWidth();
            this.rows = new Rows(this.text, width);
        }

        /** Rows of the text on the screen; one is for the prompt. */
        int height() {
            return Math.max(1, terminal.getHeight() - 1);
        }

        synchronized boolean goesOn() {
            return next < rows.size();
        }

        /** Does what a key says; false for the one that leaves. */
        synchronized boolean turn(Key key) {
            switch (key) {
                case PAGE -> forward(height());
                case LINE -> forward(1);
                case PAGE_BACK -> redraw(next - 2 * height());
                case LINE_BACK -> redraw(next - height() - 1);
                case BEGINNING -> redraw(0);
                case REST -> forward(rows.size());
                case NONE -> {}
                case LEAVE -> {
                    return false;
                }
            }
            return true;
        }

        synchronized void forward(int count) {
            int to = Math.min(rows.size(), next + count);
            erase();
            terminal.writer().print(rows.shown(next, to));
            next = to;
            if (goesOn()) {
                prompt();
            }
        }

        /** Fills the screen anew from a row on: above what is on it now there is no room. */
        private void redraw(int from) {
            int first = Math.max(0, from);
            erase();
            terminal.puts(Capability.clear_screen);
            next = Math.min(rows.size(), first + height());
            terminal.writer().print(rows.shown(first, next));
            prompt();
        }

        /** The window has another size: the same end of the page stands at the end of it. */
        synchronized void fit() {
            if (left) {
                return;
            }
            int end = rows.begin(next);
            if (terminal.getWidth() != width) {
                width = terminal.getWidth();
                rows = new Rows(text, width);
            }
            next = rows.at(end);
            redraw(next - height());
        }

        synchronized void leave() {
            left = true;
            erase();
            terminal.flush();
        }

        private void erase() {
            terminal.writer().print('\r');
            terminal.puts(Capability.clr_eol);
        }

        private void prompt() {
            String dot = " " + glyphs.dot() + " ";
            String share = " " + 100L * next / rows.size() + " %" + dot;
            String leave = share + "q leave";
            String rest = Stream.of(
                            share + "space next page" + dot + "enter next line" + dot + "b back" + dot + "q leave",
                            share + "space" + dot + "q leave")
                    .filter(keys -> Text.width("--More--" + keys) < width)
                    .findFirst()
                    .orElse(leave);
            Text prompt =
                    Text.of("--More--", Style.STRONG).plus(rest, Style.FAINT).cut(width - 1);
            terminal.writer().print(colour ? prompt.ansi() : prompt.plain());
            terminal.flush();
        }
    }
}
