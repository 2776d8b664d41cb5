package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.ClosestNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells options from arguments, word by word. */
final class OptionReader {
    /** What the program of the host takes: -f, -F, -n 20, -20, -c 100. */
    private static final Pattern HOST_TAIL = Pattern.compile("-[fFnc]\\d*|-\\d+");

    private static final String NEGATIVE_NUMBER = "-(\\d|\\.\\d).*";

    private final CommandDoc doc;
    private final List<String> raw;
    private int at;
    private boolean optionsEnded;

    OptionReader(CommandDoc doc, List<String> raw) {
        this.doc = doc;
        this.raw = raw;
        this.optionsEnded = doc.freeWords();
    }

    boolean more() {
        return at < raw.size();
    }

    void next(List<String> arguments, Map<String, List<String>> options) {
        String word = raw.get(at++);
        if (!optionsEnded && word.equals("--")) {
            optionsEnded = true;
        } else if (optionsEnded || !looksLikeOption(word) || isOfHostText(word, arguments)) {
            arguments.add(word);
        } else {
            option(word, options);
        }
    }

    /** Behind the first word of a command of the host's shell all options are its own but ours by their whole names. */
    private boolean isOfHostText(String word, List<String> arguments) {
        return doc.hostText() && !arguments.isEmpty() && !doc.ownOption(word);
    }

    static boolean looksLikeOption(String word) {
        return word.length() > 1 && word.startsWith("-") && !word.matches(NEGATIVE_NUMBER);
    }

    private void option(String word, Map<String, List<String>> options) {
        boolean longForm = word.startsWith("--");
        int equals = longForm ? word.indexOf('=') : -1;
        String name = longForm ? word.substring(2, equals < 0 ? word.length() : equals) : word.substring(1, 2);
        OptionDoc option = find(longForm, name)
                .or(() -> longForm ? abbreviated(name) : Optional.empty())
                .orElseThrow(() -> unknown(word));
        Optional<String> attached = attached(word, longForm, equals);
        List<String> values = options.computeIfAbsent(option.name(), unused -> new ArrayList<>());
        if (option.isFlag()) {
            attached.ifPresent(value -> {
                throw Words.usage(doc, "--" + option.name() + " takes no value, not '" + value + "'");
            });
            return;
        }
        if (!values.isEmpty() && !option.repeatable()) {
            throw Words.usage(doc, "--" + option.name() + " is given twice");
        }
        if (option.takesSeveral() && attached.isEmpty()) {
            values.add(following(option));
            while (more() && !looksLikeOption(raw.get(at))) {
                values.add(raw.get(at++));
            }
            return;
        }
        values.add(attached.orElseGet(() -> option.valueMayBeLeftOut() ? followingIfMeant(option) : following(option)));
    }

    private Optional<OptionDoc> find(boolean longForm, String name) {
        if (longForm) {
            return doc.option(name);
        }
        return doc.options().stream()
                .filter(option -> option.letter().equals(name))
                .findFirst();
    }

    /** As the other program takes it. */
    private Optional<OptionDoc> abbreviated(String name) {
        List<String> meant = name.isEmpty() ? List.of() : doc.upstream().meant(name);
        if (meant.size() > 1) {
            throw Words.usage(doc, "--" + name + " is the beginning of --" + String.join(", --", meant));
        }
        return meant.stream().findFirst().flatMap(doc::option);
    }

    private static Optional<String> attached(String word, boolean longForm, int equals) {
        if (longForm) {
            return equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        }
        return word.length() > 2 ? Optional.of(word.substring(2)) : Optional.empty();
    }

    private String following(OptionDoc option) {
        if (!more() || raw.get(at).equals("--") || looksLikeOption(raw.get(at))) {
            throw Words.usage(doc, "--" + option.name() + " needs " + option.placeholder());
        }
        return raw.get(at++);
    }

    /** "-" where none follows. */
    private String followingIfMeant(OptionDoc option) {
        return more() && option.takes(raw.get(at)) ? raw.get(at++) : "-";
    }

    private OperatorException unknown(String word) {
        if (doc.name().equals("tail") && HOST_TAIL.matcher(word).matches()) {
            return new OperatorException(
                    ExitCode.USAGE,
                    "tail follows a session, and has no option '" + word + "' of the host's tail",
                    "!"
                            + UnknownCommand.line(Stream.concat(Stream.of("tail"), raw.stream())
                                    .toList()) + "   or   tail");
        }
        List<String> names =
                doc.options().stream().map(option -> "--" + option.name()).toList();
        String near = ClosestNames.of(word.toLowerCase(Locale.ROOT), names).stream()
                .findFirst()
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
        return Words.usage(doc, doc.name() + " has no option '" + word + "'" + near);
    }
}
