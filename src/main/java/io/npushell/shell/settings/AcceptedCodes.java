package io.npushell.shell.settings;

import io.npushell.OperatorException;
import io.npushell.plan.FindingCatalog;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The option {@code --accept}: codes of findings that only the private script can decide, given one by one or with commas between. */
public final class AcceptedCodes {
    public static final String OPTION = "accept";

    private AcceptedCodes() {}

    /**
     * The codes, in capitals. Asked before anything is looked at: a code mistyped would else be found out by the finding that stayed.
     *
     * @throws OperatorException USAGE for a word that is no code, or the code of what can never be accepted
     */
    public static Set<String> of(Words words) {
        Set<String> codes = new TreeSet<>();
        for (String given : words.options(OPTION)) {
            Arrays.stream(given.split(",", -1))
                    .map(code -> code.strip().toUpperCase(Locale.ROOT))
                    .forEach(codes::add);
        }
        FindingCatalog.checkAcceptable(codes);
        return codes;
    }

    /** The codes that can be accepted. */
    public static List<Suggestion> suggestions() {
        return FindingCatalog.all().stream()
                .filter(FindingCatalog.Entry::liftable)
                .map(entry -> Suggestion.of(entry.code(), entry.title()))
                .toList();
    }
}
