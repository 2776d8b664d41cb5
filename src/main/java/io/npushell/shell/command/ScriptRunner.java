package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.script.Expansion;
import io.npushell.shell.script.Lexer;
import io.npushell.shell.script.RawCommand;
import io.npushell.shell.script.RawWord;
import io.npushell.shell.script.Variables;
import io.npushell.shell.view.FailureView;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the commands of a text one after the other, and stops at the first that fails unless told to keep going. */
public final class ScriptRunner {
    private final Dispatcher dispatcher;
    private final Variables variables;
    private final HostShell host;
    private final Leaving leaving;
    private boolean keepsGoing;

    public ScriptRunner(Dispatcher dispatcher, Variables variables, HostShell host, Leaving leaving) {
        this.dispatcher = dispatcher;
        this.variables = variables;
        this.host = host;
        this.leaving = leaving;
    }

    /** {@code --keep-going}: later commands run even where one failed. */
    public void keepGoing() {
        keepsGoing = true;
    }

    /**
     * Runs them.
     *
     * @param name how messages call the text, "" where they need no place
     * @return the first failure's code, OK where all went well
     */
    public ExitCode run(String text, String name, Output out) {
        return run(text, name, 0, out);
    }

    /** Runs each command as soon as it is whole, so that a program may talk to us through a pipe. */
    public ExitCode run(BufferedReader reader, String name, Output out) {
        ExitCode first = ExitCode.OK;
        StringBuilder pending = new StringBuilder();
        int done = 0;
        int read = 0;
        for (String line = next(reader); line != null; line = next(reader)) {
            read++;
            pending.append(line).append('\n');
            if (Lexer.isWhole(pending.toString())) {
                ExitCode code = run(pending.toString(), name, done, out);
                pending.setLength(0);
                done = read;
                first = first == ExitCode.OK ? code : first;
                if (stopsAfter(code)) {
                    return first;
                }
            }
        }
        ExitCode last = run(pending.toString(), name, done, out);
        return first == ExitCode.OK ? last : first;
    }

    private static @org.jspecify.annotations.Nullable String next(BufferedReader reader) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ExitCode run(String written, String name, int linesBefore, Output out) {
        // as the lexer has it, so that its positions are those of this text
        String text = (written.startsWith("\ufeff") ? written.substring(1) : written).replace("\r\n", "\n");
        ExitCode first = ExitCode.OK;
        for (RawCommand command : Lexer.commands(text)) {
            Place place = name.isEmpty() ? Place.NONE : new Place(name, linesBefore + command.line());
            ExitCode code = run(command, text, place, out);
            first = first == ExitCode.OK ? code : first;
            if (stopsAfter(code)) {
                break;
            }
        }
        return first;
    }

    private boolean stopsAfter(ExitCode code) {
        return leaving.asked() || (code != ExitCode.OK && !keepsGoing);
    }

    private ExitCode run(RawCommand command, String text, Place place, Output out) {
        try {
            refuseUnknown(command, text, place);
            if (command.isHost()) {
                return host(command.host(), out);
            }
            List<String> words = hostText(command, text).orElseGet(() -> Expansion.words(command, variables));
            return words.isEmpty() ? ExitCode.OK : dispatcher.run(words, place, out);
        } catch (OperatorException e) {
            FailureView.show(out, place, e.exitCode(), e.getMessage(), e.remedy());
            return e.exitCode();
        }
    }

    /** Before its variables are put in: a command of the host's shell has its own. */
    private void refuseUnknown(RawCommand command, String text, Place place) {
        List<String> words = command.words().stream().map(RawWord::spelled).toList();
        boolean variable = !words.isEmpty() && words.get(0).startsWith("$");
        if (!command.isHost() && !variable && dispatcher.unknown().is(words)) {
            String file = place.file().equals("stdin") ? "" : place.file();
            throw dispatcher
                    .unknown()
                    .failure(
                            words,
                            text.substring(command.start(), command.end()),
                            text.substring(command.start()),
                            file);
        }
    }

    /** The words of a command whose argument is one of the host's shell: several words are one text, as they were typed. */
    private Optional<List<String>> hostText(RawCommand command, String text) {
        List<RawWord> raw = command.words();
        List<String> words = raw.stream().map(RawWord::spelled).toList();
        Optional<CommandDoc> doc = dispatcher.hostText(words);
        if (doc.isEmpty()) {
            return Optional.empty();
        }
        int first = 1;
        int last = raw.size() - 1;
        while (first <= last && doc.get().ownOption(words.get(first))) {
            first++;
        }
        while (last >= first && doc.get().ownOption(words.get(last))) {
            last--;
        }
        if (last <= first) {
            return Optional.empty();
        }
        int end = raw.get(last).end();
        if (last == raw.size() - 1) {
            // a comment of the host's shell may be what broke it
            int newline = text.indexOf('\n', end);
            String rest = text.substring(end, newline < 0 ? text.length() : newline);
            end += rest.strip().startsWith("#") ? rest.length() : 0;
        }
        List<String> whole = new ArrayList<>(words.subList(0, first));
        whole.add(text.substring(raw.get(first).start(), end));
        whole.addAll(words.subList(last + 1, words.size()));
        return Optional.of(whole);
    }

    private ExitCode host(String line, Output out) {
        out.flush();
        int code = host.run(line, variables.own());
        if (code != 0) {
            throw new OperatorException(
                    code == 130 ? ExitCode.INTERRUPTED : ExitCode.FAILED,
                    "'!" + line + "' ended with exit code " + code);
        }
        return ExitCode.OK;
    }
}
