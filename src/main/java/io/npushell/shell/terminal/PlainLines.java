package io.npushell.shell.terminal;

import io.npushell.shell.script.Lexer;
import io.npushell.shell.terminal.LineEditor.Ending;
import io.npushell.shell.terminal.LineEditor.Line;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** Lines from a terminal that can only print (TERM=dumb: Emacs, expect): its own driver edits and echoes them, so nothing is drawn here. */
final class PlainLines {
    /** How long a read takes no notice of an interrupt, in milliseconds. */
    private static final long LOOK_UP = 100;

    private static final int END = KeyMap.ctrl('D').charAt(0);

    private final Terminal terminal;
    private final String more;
    private String begun = "";

    /**
     * Names where to read.
     *
     * @param more the prompt where a command goes on
     */
    PlainLines(Terminal terminal, String more) {
        this.terminal = terminal;
        this.more = more;
    }

    Line read(String prompt) {
        StringBuilder text = new StringBuilder(begun);
        begun = "";
        say(prompt);
        try {
            for (int key = key(); key >= 0; key = key()) {
                if (key == END && text.length() == 0) {
                    // from a terminal whose driver leaves that to us
                    break;
                } else if (key != '\n' && key != '\r') {
                    text.append((char) key);
                } else if (Lexer.isWhole(text.toString())) {
                    return new Line(Optional.of(text.toString()), Ending.GIVEN_UP);
                } else {
                    text.append('\n');
                    say(more);
                }
            }
        } catch (InterruptedIOException e) {
            // the driver has thrown away what was typed before Ctrl-C; what is read of this line came after it
            begun = text.substring(text.lastIndexOf("\n") + 1);
            say("\n");
            return new Line(Optional.empty(), Ending.GIVEN_UP);
        } catch (IOException e) {
            // the terminal is gone
        }
        return new Line(Optional.empty(), Ending.LEFT);
    }

    void say(String text) {
        terminal.writer().print(text);
        terminal.writer().flush();
    }

    private int key() throws IOException {
        int key = terminal.reader().read(LOOK_UP);
        while (key == NonBlockingReader.READ_EXPIRED) {
            key = terminal.reader().read(LOOK_UP);
        }
        return key;
    }
}
