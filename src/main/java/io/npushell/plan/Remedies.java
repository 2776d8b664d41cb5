package io.npushell.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Spells remedies: commands of the shell that take the operator further. */
final class Remedies {
    private Remedies() {}

    static List<String> of(Optional<String> remedy) {
        return remedy.stream().toList();
    }

    static List<String> of(Optional<String> best, Optional<String> other) {
        return of(best, other, Optional.empty());
    }

    static List<String> of(Optional<String> best, Optional<String> other, Optional<String> last) {
        return Stream.of(best, other, last).flatMap(Optional::stream).toList();
    }

    /** {@code set NAME VALUE}, the value quoted as the shell's own command line wants it. */
    static String set(String parameter, String value) {
        return "set " + parameter + " " + word(value);
    }

    static String word(String value) {
        return CommandText.quote(value);
    }
}
