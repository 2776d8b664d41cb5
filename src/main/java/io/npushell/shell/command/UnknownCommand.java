package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.ClosestNames;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.plan.CommandText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said to words that no command begins with. Nothing is ever run on a guess. */
public final class UnknownCommand {
    private final Commands commands;
    private final ForeignCommands foreign;
    private final HostEnvironment environment;
    private final HostPrograms programs;

    /** @param path where programs of the host are looked for, as PATH has it */
    public UnknownCommand(Commands commands, ForeignCommands foreign, HostEnvironment environment, String path) {
        this.environment = environment;
        this.commands = commands;
        this.foreign = foreign;
        this.programs = new HostPrograms(path);
    }

    /** Of words as a shell of the host gave them. */
    OperatorException failure(List<String> words) {
        String line = line(words);
        return failure(words, line, line, "");
    }

    /** Words of a shell as one line that it would take apart into them. */
    public static String line(List<String> words) {
        return words.stream().map(UnknownCommand::typed).collect(Collectors.joining(" "));
    }

    /**
     * Of a line.
     *
     * @param line the command as it was typed
     * @param rest that and all that follows it: a command that was broken in copying goes on there
     * @param file the one it stands in, "" for none
     */
    OperatorException failure(List<String> words, String line, String rest, String file) {
        String first = words.get(0);
        List<String> second = commands.second(first);
        if (!second.isEmpty()) {
            String said = words.size() > 1
                    ? "'" + first + " " + words.get(1) + "' is no command"
                    : "'" + first + "' is not a whole command";
            return new OperatorException(ExitCode.USAGE, said, first + " " + String.join(" | ", second));
        }
        for (String text : List.of(line, rest)) {
            if (foreign.understands(text)) {
                String what = file.isEmpty() ? CommandText.quote(text.strip()) : CommandText.quote(file);
                return new OperatorException(
                        ExitCode.USAGE, "'" + first + "' begins a command that import takes", "import " + what);
            }
        }
        Optional<OperatorException> refusal = foreign.refusal(line).or(() -> foreign.refusal(rest));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<String> setting = assignments(words);
        Optional<OperatorException> setUp = setting.isEmpty() ? environment.refusal(words) : Optional.empty();
        if (setUp.isPresent()) {
            return setUp.get();
        }
        List<String> near = near(first.toLowerCase(Locale.ROOT));
        return new OperatorException(
                ExitCode.USAGE,
                "unknown command '" + first + "'",
                setting.or(() -> programs.instead(words, line))
                        .orElse(near.isEmpty() ? "help" : String.join("   or   ", near)));
    }

    /** One letter or two are close to every short name, so there only a beginning counts. */
    private List<String> near(String typed) {
        if (typed.equals("findings") || typed.equals("finding")) {
            return List.of("help findings");
        }
        List<String> near = ClosestNames.of(typed, commands.names());
        return typed.length() > 2
                ? near
                : near.stream().filter(name -> name.startsWith(typed)).toList();
    }

    /** Whether no command of ours begins so. */
    boolean is(List<String> words) {
        return !words.isEmpty() && commands.find(words).isEmpty();
    }

    /** {@code TP=8}, {@code export TP=8 PP=1}: those that are parameters. */
    private static Optional<String> assignments(List<String> words) {
        List<String> settings = new ArrayList<>();
        for (String word : words.get(0).equals("export") ? words.subList(1, words.size()) : words) {
            int equals = word.indexOf('=');
            String value = equals < 1 ? "" : word.substring(equals + 1);
            Optional<Parameter> known =
                    equals < 1 ? Optional.empty() : ParameterCatalog.standard().find(word.substring(0, equals));
            if (value.isEmpty() || value.contains("$") || known.isEmpty()) {
                break;
            }
            settings.add(known.get().name() + " " + CommandText.quote(value));
        }
        return settings.isEmpty() ? Optional.empty() : Optional.of("set " + String.join(" ", settings));
    }

    private static String typed(String word) {
        int equals = word.indexOf('=');
        boolean assigns = equals > 0 && word.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*");
        return assigns
                ? CommandText.assignment(word.substring(0, equals), word.substring(equals + 1))
                : CommandText.quote(word);
    }
}
