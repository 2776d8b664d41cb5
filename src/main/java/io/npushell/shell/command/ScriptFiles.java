package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.plan.CommandText;
import io.npushell.shell.script.Variables;
import io.npushell.shell.view.Output;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** Runs scripts that are files; a name that is not absolute starts at the script that says it, else at the current directory. */
public final class ScriptFiles {
    private static final int DEEPEST = 20;

    private static final Pattern HOST_SHELL = Pattern.compile("#! *\\S*(/| )(ba|da|z|k)?sh\\b");

    private final ForeignCommands foreign;
    private final ScriptRunner runner;
    private final Variables variables;
    private final Path directory;
    private final Deque<Path> running = new ArrayDeque<>();

    /** @param directory where names begin at the prompt */
    public ScriptFiles(ScriptRunner runner, Variables variables, Path directory, ForeignCommands foreign) {
        this.foreign = foreign;
        this.runner = runner;
        this.variables = variables;
        this.directory = directory;
    }

    public ExitCode run(String name, Output out) {
        Path from = running.isEmpty() ? directory : running.getFirst();
        Path file = from.resolve(name).toAbsolutePath().normalize();
        String text = read(name, file);
        if (HOST_SHELL.matcher(text).lookingAt() && foreign.understands(text)) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "'" + name + "' is a script of the host's shell, which holds a command that import takes",
                    "import " + CommandText.quote(name));
        }
        if (running.size() >= DEEPEST) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "'" + name + "' is more than " + DEEPEST + " scripts deep",
                    "look for scripts that source each other");
        }
        running.push(java.util.Objects.requireNonNull(file.getParent()));
        variables.set(Variables.SCRIPT_DIR, running.getFirst().toString());
        try {
            return runner.run(text, name, out);
        } finally {
            running.pop();
            if (running.isEmpty()) {
                variables.unset(Variables.SCRIPT_DIR);
            } else {
                variables.set(Variables.SCRIPT_DIR, running.getFirst().toString());
            }
        }
    }

    private static String read(String name, Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "no script '" + name + "'",
                    "ls " + CommandText.quote(String.valueOf(file.getParent())),
                    e);
        } catch (CharacterCodingException e) {
            throw new OperatorException(ExitCode.USAGE, "'" + name + "' is not UTF-8 text", "file " + name, e);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "'" + name + "' cannot be read" + (Files.isDirectory(file) ? ": it is a directory" : ""),
                    null,
                    e);
        }
    }
}
