package io.npushell.shell.terminal;

import io.npushell.params.ParameterCatalog;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.view.Glyphs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jline.widget.AutosuggestionWidgets;
import org.jspecify.annotations.Nullable;

/** Reads lines from a terminal: history, suggestions from it, completion, colours. */
public final class LineEditor {
    private static final String GIVE_UP = "give-up-line";
    /** What a control character of a terminal is where no key stands for it (termios: _POSIX_VDISABLE). */
    public static final int NO_KEY = 0;

    private final PagedReader reader;
    private final Glyphs glyphs;
    private final @Nullable PlainLines plain;

    /**
     * Makes an editor.
     *
     * @param history file the history is kept in
     * @param suggest whether the rest of an earlier line that begins alike is shown in grey
     */
    public LineEditor(
            Terminal terminal,
            Commands commands,
            ParameterCatalog catalog,
            FileNames files,
            Path history,
            boolean colour,
            boolean suggest,
            Glyphs glyphs) {
        this.glyphs = glyphs;
        plain = dumb(terminal) ? new PlainLines(terminal, glyphs.more() + " ") : null;
        ShellHistory.prepare(history);
        reader = paged(terminal, glyphs);
        reader.setParser(new ShellParser());
        reader.setCompleter(new ShellCompleter(commands, glyphs));
        reader.setHighlighter(new ShellHighlighter(commands, catalog, colour, files::prefetch));
        // "!" begins a command of the host and is no history event
        reader.option(Option.DISABLE_EVENT_EXPANSION, true);
        reader.option(Option.INSERT_TAB, false);
        reader.option(Option.AUTO_GROUP, true);
        reader.option(Option.AUTO_MENU_LIST, true);
        reader.option(Option.LIST_PACKED, true);
        reader.option(Option.CASE_INSENSITIVE, true);
        // a near miss must be told, not replaced
        reader.option(Option.COMPLETE_MATCHER_TYPO, false);
        reader.option(Option.COMPLETE_MATCHER_CAMELCASE, false);
        reader.option(Option.HISTORY_IGNORE_SPACE, true);
        reader.setVariable(LineReader.HISTORY_FILE, history);
        reader.setVariable(LineReader.HISTORY_SIZE, 5000);
        reader.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, glyphs.more() + " ");
        reader.setVariable(LineReader.BELL_STYLE, "none");
        // JLine's own cyan, grey and magenta are lost on a white screen or on one of eight colours
        reader.setVariable(LineReader.COMPLETION_STYLE_STARTING, "bold");
        reader.setVariable(LineReader.COMPLETION_STYLE_DESCRIPTION, "faint");
        reader.setVariable(LineReader.COMPLETION_STYLE_GROUP, "bold");
        reader.setVariable(LineReader.COMPLETION_STYLE_LIST_STARTING, "bold");
        reader.setVariable(LineReader.COMPLETION_STYLE_LIST_DESCRIPTION, "faint");
        reader.setVariable(LineReader.COMPLETION_STYLE_LIST_GROUP, "bold");
        reader.setVariable(LineReader.COMPLETION_STYLE_LIST_BACKGROUND, "bg:default");
        reader.setHistory(new ShellHistory(history));
        if (suggest) {
            new AutosuggestionWidgets(reader).enable();
        }
        Burst.readBy(reader);
        giveUpByKey(terminal);
    }

    private static PagedReader paged(Terminal terminal, Glyphs glyphs) {
        try {
            return new PagedReader(terminal, glyphs.more(), new HashMap<>());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ctrl-C is a key among keys while a line is read. As a signal it would come some moments later, and take what was typed meanwhile
     * along with the line that was given up.
     */
    private void giveUpByKey(Terminal terminal) {
        reader.getWidgets().put(LineReader.CALLBACK_INIT, () -> {
            Attributes reading = terminal.getAttributes();
            reading.setControlChar(ControlChar.VINTR, NO_KEY);
            terminal.setAttributes(reading);
            return true;
        });
        reader.getWidgets().put(GIVE_UP, () -> {
            throw new UserInterruptException(reader.getBuffer().toString());
        });
        reader.getKeyMaps().values().forEach(keys -> keys.bind(new Reference(GIVE_UP), KeyMap.ctrl('C')));
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
        return read(prompt, "");
    }

    /** @param begun what stands in the line already, ready to be edited or entered; a dumb terminal shows none */
    public Line read(String prompt, String begun) {
        if (plain != null) {
            return plain.read(prompt);
        }
        try {
            return new Line(
                    Optional.of(
                            begun.isEmpty()
                                    ? reader.readLine(literal(prompt))
                                    : reader.readLine(literal(prompt), null, (Character) null, begun)),
                    Ending.GIVEN_UP);
        } catch (UserInterruptException e) {
            return new Line(Optional.empty(), Ending.GIVEN_UP);
        } catch (EndOfFileException | java.io.IOError e) {
            return new Line(Optional.empty(), Ending.LEFT);
        }
    }

    /** Whether keys wait for the next line, also the beginning of one: text that stood in it already would be glued to them. */
    public boolean keysWait() {
        // a terminal that edits lines itself, as between two of ours, tells of whole lines only
        Attributes found = reader.getTerminal().enterRawMode();
        try {
            return TypedAhead.waits(reader.getTerminal());
        } finally {
            reader.getTerminal().setAttributes(found);
        }
    }

    /** Puts a line into the history that was not entered, so that Up brings it. */
    public void remember(String line) {
        reader.getHistory().add(line);
    }

    /** An answer to a question; not kept in the history. */
    public Optional<String> ask(String question) {
        reader.variable(LineReader.DISABLE_HISTORY, true);
        try {
            return read(glyphs.shown(question)).text();
        } finally {
            reader.variable(LineReader.DISABLE_HISTORY, false);
        }
    }

    /** The line editor takes {@code %} in a prompt for the beginning of a pattern of its own; in a name it is none. */
    private static String literal(String prompt) {
        return prompt.replace("%", "%%");
    }

    /** Prints a line above the prompt, whatever is being typed. */
    public void above(String line) {
        String text = glyphs.shown(line);
        if (plain != null) {
            plain.say(text + "\n");
            return;
        }
        reader.printAbove(text);
    }

    public static boolean dumb(Terminal terminal) {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }
}
