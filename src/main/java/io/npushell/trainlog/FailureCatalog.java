package io.npushell.trainlog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The failures of failures.txt: which line means what.
 *
 * <p>A line is judged alone; that a log's cause is its earliest failure that is not secondary is {@link TrainingProgress}'s affair.
 */
public final class FailureCatalog {
    static final String LOSS_NAN = "LOSS_NAN";

    private final List<FailureEntry> entries;

    public FailureCatalog() {
        this.entries = FailureEntry.load();
    }

    /** The failure a line tells of: the first entry of the catalogue that matches. */
    public Optional<FailureKind> find(String line) {
        for (FailureEntry entry : entries) {
            if (entry.matches(line)) {
                return Optional.of(entry.kind());
            }
        }
        return Optional.empty();
    }

    /** All kinds, the specific before the general. */
    public List<FailureKind> kinds() {
        return entries.stream().map(FailureEntry::kind).toList();
    }

    Optional<FailureKind> named(String code) {
        return kinds().stream().filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** Words of which every line that tells of a failure holds at least one. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        entries.forEach(entry -> entry.texts().forEach(text -> words.add(text.literal())));
        return Collections.unmodifiableList(words);
    }

    /** A literal that must be in the line, and what the line must match besides. */
    record Text(String literal, Optional<Pattern> pattern) {
        boolean matches(String line) {
            return line.contains(literal)
                    && (pattern.isEmpty() || pattern.get().matcher(line).find());
        }
    }
}
