package io.npushell.shell.terminal;

import io.npushell.params.ParameterCatalog;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.view.Glyphs;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.widget.AutosuggestionWidgets;

/** Reads lines from a terminal: history, suggestions from it, completion, colours. */
public final class LineEditor {
    private final LineReader reader;

    /**
     * Makes an editor.
     *
     * @param history file the history is kept in
     */
    public LineEditor(
            Terminal terminal,
            Commands commands,
            ParameterCatalog catalog,
            FileNames files,
            Path history,
            boolean colour,
            Glyphs glyphs) {
        ShellHistory.prepare(history);
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("npu-shell")
                .parser(new ShellParser())
                .completer(new ShellCompleter(commands))
                .highlighter(new ShellHighlighter(commands, catalog, colour, files::prefetch))
                .history(new ShellHistory(history))
                // "!" begins a command of the host and is no history event
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .option(Option.INSERT_TAB, false)
                .option(Option.AUTO_GROUP, true)
                .option(Option.AUTO_MENU_LIST, true)
                .option(Option.LIST_PACKED, true)
                .option(Option.CASE_INSENSITIVE, true)
                // a near miss must be told, not replaced
                .option(Option.COMPLETE_MATCHER_TYPO, false)
                .option(Option.COMPLETE_MATCHER_CAMELCASE, false)
                .option(Option.HISTORY_IGNORE_SPACE, true)
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.HISTORY_SIZE, 5000)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, glyphs.more() + " ")
                .variable(LineReader.BELL_STYLE, "none")
                .build();
        if (dumb(terminal)) {
            // the line editor's keys for such terminals know no Ctrl-D, and nothing to edit with
            KeyMap<Binding> keys = Objects.requireNonNull(reader.getKeyMaps().get(LineReader.DUMB));
            keys.bind(new Reference(LineReader.DELETE_CHAR_OR_LIST), KeyMap.ctrl('D'));
        } else {
            new AutosuggestionWidgets(reader).enable();
        }
    }

    /** What came of asking for a line. */
    public enum Ending {
        /** Ctrl-C: the line was given up. */
        GIVEN_UP,
        /** Ctrl-D, or the terminal is gone. */
        LEFT
    }

    /** A line, or why there is none. */
    public record Line(Optional<String> text, Ending ending) {}

    public Line read(String prompt) {
        try {
            return new Line(Optional.of(reader.readLine(prompt)), Ending.GIVEN_UP);
        } catch (UserInterruptException e) {
            return new Line(Optional.empty(), Ending.GIVEN_UP);
        } catch (EndOfFileException | java.io.IOError e) {
            return new Line(Optional.empty(), Ending.LEFT);
        }
    }

    /** An answer to a question; not kept in the history. */
    public Optional<String> ask(String question) {
        reader.variable(LineReader.DISABLE_HISTORY, true);
        try {
            return read(question).text();
        } finally {
            reader.variable(LineReader.DISABLE_HISTORY, false);
        }
    }

    /** Prints a line above the prompt, whatever is being typed. */
    public void above(String text) {
        reader.printAbove(text);
    }

    public static boolean dumb(Terminal terminal) {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }
}
