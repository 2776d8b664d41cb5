package io.npushell.shell.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.spi.TerminalExt;

/** Whether keys wait that nothing has asked for yet: a paste, or lines typed while a command ran. */
final class TypedAhead {
    /** Of the descriptor only how much waits there is asked; whoever reads it is the line editor. */
    private static final FileInputStream KEYS = new FileInputStream(FileDescriptor.in);

    private TypedAhead() {}

    /** Whether some wait on this process's terminal; while it edits lines itself, whole lines only. */
    static boolean waits() {
        try {
            return KEYS.available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The same of a terminal, also one in memory. */
    static boolean waits(Terminal terminal) {
        boolean ofTheSystem = terminal instanceof TerminalExt known && known.getSystemStream() != null;
        try {
            return ofTheSystem ? waits() : terminal.input().available() > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
