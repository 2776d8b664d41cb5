package io.npushell.trainlog;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What torchrun says at the end of whom it saw fail first: {@code Root Cause (first observed failure)}.
 *
 * <p>Its list of the other failures stands before that, and is of what followed.
 */
final class FailureReport {
    private static final int MAX_TEXT = 400;
    /** Lines of other failures left out at most, where a report breaks off within them. */
    private static final int MOST_OTHERS = 64;

    /** As trainers, glog ("W0313 …", "[W509 …") and Python mark what is not yet an error. */
    private static final Pattern WARNING = Pattern.compile(
            "(?i:\\bwarn(?:ing)?\\b|\\w+Warning:|will retry|retrying|exception ignored)|\\[W ?\\d*[ \\]]|(?:^|\\]:"
                    + " ?)W\\d{4} ");

    private Part part = Part.NONE;
    private int others;
    private String host = "";
    private @Nullable Culprit first;

    private enum Part {
        NONE,
        OTHERS,
        ROOT
    }

    void mark(LogMark mark, Matcher line, Consumer<LogEvent> sink) {
        switch (mark) {
            case FIRST_FAILED -> {
                // within its node only, so that the report below says it better
                sink.accept(new LogEvent.Blamed(new Culprit(Long.parseLong(line.group(1)), -1, ""), true));
            }
            case ROOT_CAUSE -> begin(Part.ROOT);
            case OTHER_FAILURES -> begin(Part.OTHERS);
            case FAILED_HOST -> host = part == Part.NONE ? "" : line.group(1);
            case FAILED_RANK -> {
                if (part == Part.ROOT) {
                    first = new Culprit(Long.parseLong(line.group(1)), -1, host);
                    sink.accept(new LogEvent.Blamed(first, true));
                }
            }
            default -> part = Part.NONE;
        }
    }

    Optional<LogEvent.Failure> failure(FailureKind kind, String line) {
        if (part == Part.OTHERS && others++ < MOST_OTHERS) {
            return Optional.empty();
        }
        Culprit said = Culprit.of(line);
        Culprit culprit = part == Part.ROOT && first != null ? said.or(first) : said;
        return Optional.of(new LogEvent.Failure(
                kind, shortened(line), culprit, WARNING.matcher(shortened(line)).find()));
    }

    private void begin(Part next) {
        part = next;
        others = 0;
        host = "";
        first = null;
    }

    private static String shortened(String line) {
        String stripped = line.strip();
        return stripped.length() <= MAX_TEXT ? stripped : stripped.substring(0, MAX_TEXT) + "…";
    }
}
