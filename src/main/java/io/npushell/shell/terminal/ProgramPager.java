package io.npushell.shell.terminal;

import io.npushell.OperatorException;
import io.npushell.process.Foreground;
import io.npushell.shell.view.Pager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A text by a program of the operator's choice, as {@code less -R}; where that does not work it is said once, and everything is printed as it is. */
final class ProgramPager implements Pager {
    /** A program that ended by a signal was told to. */
    private static final int SIGNALLED = 128;

    /** Where the operator has none: colours, and what was shown stays, as git has it. */
    private static final String LESS = "FRX";

    private final List<String> command;
    private final Path directory;
    private final Map<String, String> environment;
    private final Pager plain;
    private final Consumer<String> complaint;
    private boolean works = true;

    /**
     * Names the program.
     *
     * @param environment of this process
     * @param plain prints a text as it is
     * @param complaint told why the program is of no use
     */
    ProgramPager(
            List<String> command,
            Path directory,
            Map<String, String> environment,
            Pager plain,
            Consumer<String> complaint) {
        this.command = List.copyOf(command);
        this.directory = directory;
        this.environment = environment.containsKey("LESS") ? Map.of() : Map.of("LESS", LESS);
        this.plain = plain;
        this.complaint = complaint;
    }

    @Override
    public void show(String text) {
        if (works) {
            String failure = shown(text);
            if (failure.isEmpty()) {
                return;
            }
            works = false;
            complaint.accept(failure);
        }
        plain.show(text);
    }

    /** Why it was not, "" where it was. */
    private String shown(String text) {
        try {
            int code = Foreground.feed(text, command, directory, environment);
            return code == 0 || code > SIGNALLED ? "" : "'" + command.get(0) + "' ended with exit code " + code;
        } catch (OperatorException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
