package io.npushell.plan;

import io.npushell.params.Origin;
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

    /**
     * Our own download first, where it brings what is missing: the profile says whence, and the path is the one it downloads to.
     *
     * @param kind as {@code workspace fetch} calls it
     * @param source where it is published, or ""
     * @param parameter the path that is empty
     */
    static List<String> fetch(Draft draft, String kind, String source, String parameter, List<String> others) {
        boolean ours = draft.settings()
                .find(parameter)
                .filter(setting -> setting.origin() == Origin.DERIVED)
                .isPresent();
        return ours && !source.isEmpty()
                ? Stream.concat(Stream.of("workspace fetch " + kind), others.stream())
                        .toList()
                : others;
    }

    /** {@code set NAME VALUE}, the value quoted as the shell's own command line wants it. */
    static String set(String parameter, String value) {
        return "set " + parameter + " " + word(value);
    }

    static String word(String value) {
        return CommandText.quote(value);
    }
}
