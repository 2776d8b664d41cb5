package io.npushell.shell.terminal;

import io.npushell.shell.view.Glyphs;
import io.npushell.shell.view.Pager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;

/**
 * Which texts of the prompt are paged, and by what: those that do not fit on the screen together with the prompt.
 *
 * <p>Where lines wait that were typed or pasted ahead, nothing is: they are commands, and a pager would take them for its keys.
 */
public final class Paging implements Pager {
    /** The variable that says by what: "off", or a program with its options. */
    public static final String VARIABLE = "NPU_SHELL_PAGER";

    private static final String OFF = "off";

    /** Rows below which a page is no help. */
    private static final int LEAST_ROWS = 5;

    private final Terminal terminal;
    private final Pager pager;

    private Paging(Terminal terminal, Pager pager) {
        this.terminal = terminal;
        this.pager = pager;
    }

    /**
     * As the operator has chosen; empty where nothing is to be paged.
     *
     * @param complaint told why a program is of no use
     */
    public static Optional<Pager> of(
            Terminal terminal,
            Map<String, String> environment,
            Path directory,
            Glyphs glyphs,
            boolean colour,
            Consumer<String> complaint) {
        String choice = environment.getOrDefault(VARIABLE, "").strip();
        if (choice.equals(OFF) || LineEditor.dumb(terminal)) {
            return Optional.empty();
        }
        Pager own = new ScreenPager(terminal, glyphs, colour);
        Pager program = new ProgramPager(
                List.of(choice.split("\\s+")), directory, environment, text -> print(terminal, text), complaint);
        return Optional.of(new Paging(terminal, choice.isEmpty() ? own : program));
    }

    @Override
    public void show(String text) {
        if (!isLong(text) || TypedAhead.waits(terminal)) {
            print(terminal, text);
            return;
        }
        terminal.flush();
        // a Ctrl-C that ended the command is no key of the pager
        Thread.interrupted();
        pager.show(text);
    }

    private boolean isLong(String text) {
        return terminal.getHeight() >= LEAST_ROWS
                && new Rows(Rows.withoutTabs(text), terminal.getWidth()).size() >= terminal.getHeight();
    }

    private static void print(Terminal terminal, String text) {
        terminal.writer().print(text);
        terminal.flush();
    }
}
