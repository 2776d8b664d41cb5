package io.npushell.shell.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names close to one that was mistyped, for "did you mean". */
public final class Nearest {
    private Nearest() {}

    /** Up to three names, best first: few edits, or what was typed begins them. */
    public static List<String> to(String typed, Collection<String> names) {
        String word = typed.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, word.length() / 3);
        return names.stream()
                .filter(name -> edits(word, name) <= limit || (word.length() > 1 && name.startsWith(word)))
                .sorted(Comparator.<String>comparingInt(name -> edits(word, name))
                        .thenComparing(name -> name))
                .limit(3)
                .toList();
    }

    /** Insertions, deletions, replacements and swaps of neighbours between two words. */
    static int edits(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : step(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int step(int[][] cost, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
