package io.npushell.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A wish to complete: what stands before the cursor, after the command's name.
 *
 * @param before the whole words before the one at the cursor
 * @param word what is typed of the word at the cursor; for {@code --name=va} only "va"
 * @param option name of the option whose value is typed, or "" where an argument is typed
 * @param arguments the positional arguments among the words before
 */
public record Completion(List<String> before, String word, String option, List<String> arguments) {

    public Completion {
        before = List.copyOf(before);
        arguments = List.copyOf(arguments);
    }

    /** Sorts the words by the doc; never fails, whatever was typed so far. */
    public static Completion of(CommandDoc doc, List<String> before, String word) {
        List<String> arguments = new ArrayList<>();
        String pending = "";
        boolean ended = doc.freeWords();
        for (String each : before) {
            if (!pending.isEmpty()) {
                pending = "";
            } else if (!ended && each.equals("--")) {
                ended = true;
            } else if (!ended && OptionReader.looksLikeOption(each)) {
                pending = valueOption(doc, each).map(OptionDoc::name).orElse("");
            } else {
                arguments.add(each);
            }
        }
        int equals = word.indexOf('=');
        if (pending.isEmpty() && !ended && word.startsWith("--") && equals > 0) {
            return new Completion(before, word.substring(equals + 1), word.substring(2, equals), arguments);
        }
        return new Completion(before, word, pending, arguments);
    }

    /** Which positional argument is typed, from 0. */
    public int position() {
        return arguments.size();
    }

    public Optional<String> argument(int index) {
        return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
    }

    private static Optional<OptionDoc> valueOption(CommandDoc doc, String word) {
        return doc.options().stream()
                .filter(option -> !option.isFlag() && !option.valueMayBeLeftOut())
                .filter(option -> word.equals("--" + option.name())
                        || (!option.letter().isEmpty() && word.equals("-" + option.letter())))
                .findFirst();
    }
}
