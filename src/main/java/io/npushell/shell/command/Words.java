package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.plan.CommandText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was typed after a command's name, checked against its doc: positional arguments and options. */
public final class Words {
    private static final String INPUT = "input";

    private final CommandDoc doc;
    private final List<String> raw;
    private final List<String> arguments;
    private final Map<String, List<String>> options;

    private Words(CommandDoc doc, List<String> raw, List<String> arguments, Map<String, List<String>> options) {
        this.doc = doc;
        this.raw = List.copyOf(raw);
        this.arguments = List.copyOf(arguments);
        this.options = options;
    }

    /**
     * Reads the words; {@code --} ends the options, a negative number is an argument.
     *
     * @throws OperatorException USAGE for an unknown option, a missing value, too few or too many arguments
     */
    static Words read(CommandDoc doc, List<String> raw) {
        List<String> arguments = new ArrayList<>();
        Map<String, List<String>> options = new LinkedHashMap<>();
        OptionReader reader = new OptionReader(doc, raw);
        while (reader.more()) {
            reader.next(arguments, options);
        }
        if (arguments.size() < doc.least()) {
            throw usage(doc, doc.name() + " needs " + doc.usage());
        }
        if (arguments.size() > doc.most()) {
            boolean reads = doc.most() == 0
                    && doc.options().stream().anyMatch(option -> option.name().equals(INPUT));
            if (reads) { // upstream's commands name what they read with an option
                throw new OperatorException(
                        ExitCode.USAGE,
                        doc.name() + " takes no '" + arguments.get(0) + "'",
                        doc.name() + " --" + INPUT + " " + CommandText.quote(arguments.get(0)));
            }
            throw usage(doc, doc.name() + " takes no '" + arguments.get(doc.most()) + "'");
        }
        return new Words(doc, raw, arguments, options);
    }

    static OperatorException usage(CommandDoc doc, String message) {
        return new OperatorException(ExitCode.USAGE, message, "help " + doc.name() + "   usage: " + doc.usageLine());
    }

    /** The whole command as it could be typed. */
    public String spelled() {
        return Stream.concat(Stream.of(doc.name()), raw.stream().map(CommandText::quote))
                .collect(Collectors.joining(" "));
    }

    /** All words as they were typed, options included. */
    public List<String> raw() {
        return raw;
    }

    public List<String> arguments() {
        return arguments;
    }

    /** The argument at a position that the doc says must be there. */
    public String argument(int index) {
        return arguments.get(index);
    }

    public Optional<String> find(int index) {
        return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
    }

    public boolean flag(String name) {
        return options.containsKey(declared(name));
    }

    /** The value of an option; the last one where it was given more than once. */
    public Optional<String> option(String name) {
        List<String> values = options(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    public List<String> options(String name) {
        return options.getOrDefault(declared(name), List.of());
    }

    /** The value of an option that is a whole number of at least {@code least}. */
    public Optional<Long> number(String name, long least) {
        return option(name).map(text -> {
            if (text.matches("\\d{1,18}") && Long.parseLong(text) >= least) {
                return Long.parseLong(text);
            }
            throw usage(doc, "--" + name + " '" + text + "' is not a whole number of at least " + least);
        });
    }

    /** A usage error of this command, with its usage as the remedy. */
    public OperatorException usage(String message) {
        return usage(doc, message);
    }

    private String declared(String name) {
        if (doc.option(name).isEmpty()) {
            throw new IllegalArgumentException(doc.name() + " declares no option " + name);
        }
        return name;
    }
}
