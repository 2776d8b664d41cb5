package io.npushell.shell.access;

import io.npushell.shell.command.Suggestion;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Names as completion knows them: as they were at the last look, which is taken away from the prompt. */
public final class KnownNames {
    private final String heading;
    private final Supplier<List<String>> names;
    private final UnaryOperator<String> meaning;

    /** The supplier answers from memory. */
    public KnownNames(String heading, Supplier<List<String>> names) {
        this(heading, names, name -> "");
    }

    /** The same with what each name stands for, which must come from memory too. */
    public KnownNames(String heading, Supplier<List<String>> names, UnaryOperator<String> meaning) {
        this.heading = heading;
        this.names = names;
        this.meaning = meaning;
    }

    public List<Suggestion> suggest() {
        return names.get().stream()
                .map(name -> Suggestion.of(name, meaning.apply(name)).in(heading))
                .toList();
    }
}
