package io.npushell.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names close to a misspelt one, best first, for "did you mean". */
public final class ClosestNames {
    private static final int MOST = 3;

    private ClosestNames() {}

    /** At most three; none where nothing is close. Compares as given: fold the case of both before. */
    public static List<String> of(String typed, Collection<String> candidates) {
        return groups(typed, candidates.stream().map(List::of).toList());
    }

    /**
     * The same where several names mean one thing: of each group at most its closest name, of equals the first, which goes before
     * other names of other groups that are as close.
     */
    public static List<String> groups(String typed, Collection<List<String>> groups) {
        Comparator<Near> nearest =
                Comparator.comparingInt(Near::distance).thenComparingInt(near -> -commonBeginning(typed, near.name()));
        Comparator<Near> order = nearest.thenComparing(near -> !near.first())
                .thenComparingInt(near -> near.name().length())
                .thenComparing(Near::name);
        return groups.stream()
                .flatMap(names -> names.stream()
                        .map(name -> new Near(name, distance(typed, name), name.equals(names.get(0))))
                        .filter(near -> near.distance() <= limit(typed))
                        .min(nearest)
                        .stream())
                .sorted(order)
                .limit(MOST)
                .map(Near::name)
                .toList();
    }

    private record Near(String name, int distance, boolean first) {}

    private static int limit(String typed) {
        return Math.max(1, typed.length() / 3);
    }

    private static int distance(String typed, String name) {
        boolean begins = typed.length() > 1 && name.startsWith(typed);
        return begins ? 1 : damerauLevenshtein(typed, name);
    }

    private static int commonBeginning(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    /** Fewest insertions, deletions, replacements and swaps of neighbours that lead from one to the other. */
    static int damerauLevenshtein(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
