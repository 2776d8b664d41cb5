package io.npushell.shell.access;

import io.npushell.shell.command.Suggestion;
import java.util.List;
import java.util.function.Supplier;

/** Names as completion knows them: as they were at the last look, which is taken away from the prompt. */
public final class KnownNames {
    private final String heading;
    private final Supplier<List<String>> names;

    /** The supplier answers from memory. */
    public KnownNames(String heading, Supplier<List<String>> names) {
        this.heading = heading;
        this.names = names;
    }

    public List<Suggestion> suggest() {
        return names.get().stream()
                .map(name -> Suggestion.of(name, "").in(heading))
                .toList();
    }
}
