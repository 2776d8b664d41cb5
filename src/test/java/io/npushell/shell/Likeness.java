package io.npushell.shell;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether what was printed is what a page shows: line by line, {@code …} standing for any part of a line, or for any lines where it stands alone; blanks between
 * words count as one.
 *
 * <p>Where figures vary from run to run, numbers, sizes, durations, bars and what a model says may be others, and everything else must be the same.
 */
final class Likeness {
    private static final String ANYTHING = "…";
    private static final Pattern FIGURE = Pattern.compile("(?<![\\p{L}\\d.-])[-–]?\\d[\\d,.:]*(?:[eE][-+]\\d+)?");

    private final boolean varying;

    Likeness(boolean figuresVary) {
        varying = figuresVary;
    }

    /** What the page shows and was not printed: the first line of it, with what stood in its place. */
    Optional<String> difference(List<String> shown, List<String> printed) {
        Search search = new Search(shown, printed);
        return search.matches(0, 0) ? Optional.empty() : Optional.of(search.furthest);
    }

    private final class Search {
        private final List<String> shown;
        private final List<String> printed;
        private int reached = -1;
        private String furthest = "";

        Search(List<String> shown, List<String> printed) {
            this.shown = shown;
            this.printed = printed;
        }

        boolean matches(int line, int at) {
            if (line == shown.size()) {
                return at == printed.size() || missed(line, "the page does not show: " + printed.get(at));
            }
            if (shown.get(line).strip().equals(ANYTHING)) {
                return matches(line + 1, at) || (at < printed.size() && matches(line, at + 1));
            }
            if (at == printed.size()) {
                return missed(line, "not printed: " + shown.get(line));
            }
            return alike(shown.get(line), printed.get(at))
                    ? matches(line + 1, at + 1)
                    : missed(line, "the page shows  " + shown.get(line) + "\n  printed was     " + printed.get(at));
        }

        private boolean missed(int line, String difference) {
            if (line > reached) {
                reached = line;
                furthest = difference;
            }
            return false;
        }
    }

    private boolean alike(String shown, String printed) {
        StringBuilder pattern = new StringBuilder();
        for (String part : plain(shown).split(ANYTHING, -1)) {
            pattern.append(pattern.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.matches(pattern.toString(), plain(printed));
    }

    private String plain(String line) {
        String even = line.strip().replaceAll("\\s+", " ");
        return varying ? withoutFigures(even) : even;
    }

    private static String withoutFigures(String line) {
        Matcher figure = FIGURE.matcher(line.replaceAll("\\b\\d\\d-\\d\\d (?=\\d\\d:\\d\\d)", ""));
        return figure.replaceAll("#")
                .replaceAll("[█▓▒░▏▎▍▌▋▊▉]+", "▒")
                .replaceAll("# (?:B|KiB|MiB|GiB|TiB)\\b", "#B")
                .replaceAll("# (?:d|h|min|s|ms)(?: # (?:h|min|s|ms))?(?![\\w/])", "#t")
                .replaceAll("# [↓↑→=]", "#")
                .replaceAll("^((?:before|after) iteration # \\S+ \\S+?)\\b.*", "$1");
    }
}
