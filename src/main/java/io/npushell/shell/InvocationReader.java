package io.npushell.shell;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.Invocation.ColourChoice;
import io.npushell.shell.Invocation.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of the process: our options first, then a command with words of its own. */
final class InvocationReader {
    private static final String REMEDY = "npu-shell --help";

    private final List<String> arguments;
    private final List<String> variables = new ArrayList<>();
    private int at;
    private @Nullable Mode mode;
    private boolean keepGoing;
    private boolean workbench;
    private boolean json;
    private boolean quiet;
    private ColourChoice colour = ColourChoice.AUTO;

    private InvocationReader(List<String> arguments) {
        this.arguments = arguments;
    }

    static Invocation read(String... arguments) {
        InvocationReader reader = new InvocationReader(Arrays.asList(arguments));
        reader.options();
        reader.command();
        Mode mode = reader.mode == null ? new Mode.Conversation() : reader.mode;
        return new Invocation(
                mode, reader.variables, reader.keepGoing, reader.workbench, reader.json, reader.quiet, reader.colour);
    }

    private void options() {
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            String word = arguments.get(at++);
            if (word.equals("--")) {
                return;
            }
            option(word);
        }
    }

    private void option(String word) {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String name = equals < 0 ? word : word.substring(0, equals);
        String attached = equals < 0 ? null : word.substring(equals + 1);
        switch (name) {
            case "-c", "--command" -> mode(new Mode.Text(value(name, attached)));
            case "-f", "--file" -> mode(new Mode.Script(value(name, attached)));
            case "--set" -> variables.add(value(name, attached));
            case "--color", "--colour" -> colour = colour(value(name, attached));
            default -> {
                if (attached != null) {
                    throw unknown(word);
                }
                flag(word);
            }
        }
    }

    private void flag(String word) {
        switch (word) {
            case "--keep-going", "-k" -> keepGoing = true;
            case "--workbench" -> workbench = true;
            case "--json" -> json = true;
            case "-q", "--quiet" -> quiet = true;
            case "--no-color" -> colour = ColourChoice.NEVER;
            case "-V", "--version" -> mode(new Mode.Version());
            case "-h", "--help" -> mode(new Mode.Help());
            case "--warm-up" -> mode(new Mode.WarmUp());
            default -> throw unknown(word);
        }
    }

    private void command() {
        if (at == arguments.size()) {
            return;
        }
        List<String> words = arguments.subList(at, arguments.size());
        boolean script = words.get(0).equals("run") && !words.contains("--help");
        if (!script) {
            mode(new Mode.OneShot(List.copyOf(words)));
            return;
        }
        at++;
        options();
        if (at == arguments.size()) {
            throw new OperatorException(ExitCode.USAGE, "run needs a FILE", "npu-shell run FILE [--set NAME=VALUE]");
        }
        mode(new Mode.Script(arguments.get(at++)));
        options();
        if (at < arguments.size()) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "run takes one file, not also '" + arguments.get(at) + "'",
                    "--set NAME=VALUE hands a value to a script");
        }
    }

    private void mode(Mode asked) {
        if (mode != null && !mode.equals(asked)) {
            throw new OperatorException(ExitCode.USAGE, "one of -c, -f and a command, not two", REMEDY);
        }
        mode = asked;
    }

    private String value(String name, @Nullable String attached) {
        if (attached != null) {
            return attached;
        }
        if (at == arguments.size()) {
            throw new OperatorException(ExitCode.USAGE, name + " needs a value", REMEDY);
        }
        return arguments.get(at++);
    }

    private static ColourChoice colour(String word) {
        return Arrays.stream(ColourChoice.values())
                .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE, "--color '" + word + "' is not auto, always or never", "--color auto"));
    }

    private static OperatorException unknown(String word) {
        return new OperatorException(ExitCode.USAGE, "npu-shell has no option '" + word + "'", REMEDY);
    }
}
