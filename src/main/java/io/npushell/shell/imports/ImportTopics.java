package io.npushell.shell.imports;

import io.npushell.plan.FindingCatalog;
import io.npushell.shell.command.HelpTopics;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.settings.FindingTopics;
import io.npushell.shell.view.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Help on what {@code import} finds in a command: {@code help I04}. */
public final class ImportTopics implements HelpTopics {

    @Override
    public List<Suggestion> suggestions() {
        return Arrays.stream(Mistake.Kind.values())
                .map(kind -> Suggestion.of(kind.code(), kind.meaning()))
                .toList();
    }

    @Override
    public Optional<List<Text>> page(String subject) {
        return entry(subject).map(FindingTopics::page);
    }

    /** A code of import as an entry of the catalogue, for explain; nothing that import finds is lifted or keeps a step from running. */
    public static Optional<FindingCatalog.Entry> entry(String code) {
        return Mistake.Kind.find(code)
                .map(kind -> new FindingCatalog.Entry(
                        kind.code(),
                        "what import objects to in a command ("
                                + kind.severity().label() + ")",
                        kind.meaning().replace('`', '\''),
                        false,
                        Set.of()));
    }
}
