package io.npushell.trainlog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The failures of failures.txt: which line means what.
 *
 * <p>A line is judged alone; which of a log's failures is its cause is {@link FailureTrail}'s affair.
 */
public final class FailureCatalog {
    static final String LOSS_NAN = "LOSS_NAN";

    private final List<FailureEntry> entries;
    private final List<Word> words;

    public FailureCatalog() {
        this.entries = FailureEntry.load();
        this.words = entries.stream()
                .flatMap(entry -> entry.texts().stream().map(text -> new Word(entry.kind(), text)))
                .toList();
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
        return words.stream().map(word -> word.text.literal()).toList();
    }

    /** The same where it is known which of {@link #words} the line holds, by their numbers from {@code first} on. */
    Optional<FailureKind> find(String line, LineHits hits, int first) {
        for (int word = hits.nextWord(first); word >= 0; word = hits.nextWord(word + 1)) {
            Word found = words.get(word - first);
            if (found.text.matchesBesides(line)) {
                return Optional.of(found.kind);
            }
        }
        return Optional.empty();
    }

    /** A literal that must be in the line, and what the line must match besides. */
    record Text(String literal, List<Pattern> patterns) {
        boolean matches(String line) {
            return line.contains(literal) && matchesBesides(line);
        }

        boolean matchesBesides(String line) {
            return patterns.stream().allMatch(pattern -> pattern.matcher(line).find());
        }
    }

    /** A text and what a line that holds it tells of; in the order of the file, so that the first counts. */
    private record Word(FailureKind kind, Text text) {}
}
