package io.npushell.shell.terminal;

import java.io.IOException;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Columns of the terminal that a one shot writes to; asked of the terminal once, and only when somebody wants to know. */
public final class TerminalWidth implements IntSupplier {
    private static final int USUAL = 80;

    private final String columns;
    private int known;

    public TerminalWidth(Map<String, String> environment) {
        this.columns = environment.getOrDefault("COLUMNS", "");
    }

    @Override
    public int getAsInt() {
        if (known == 0) {
            known = columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : ask();
        }
        return known;
    }

    private static int ask() {
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            int width = terminal.getWidth();
            return width > 0 ? width : USUAL;
        } catch (IOException e) {
            return USUAL;
        }
    }
}
