package io.npushell.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The merging of one text: neighbours whose join is a piece are joined, highest score first, leftmost of equals.
 *
 * <p>A symbol is a stretch of the text, named by the number of its first part; parts joined into a left neighbour have end 0.
 */
final class MergeQueue {
    private record Candidate(int left, int right, int leftEnd, int rightEnd, float score)
            implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byScore = Float.compare(other.score, score);
            return byScore != 0 ? byScore : Integer.compare(left, other.left);
        }
    }

    private final String text;
    private final Map<String, Integer> pieces;
    private final float[] scores;
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>();
    private final Map<String, Integer> splits = new HashMap<>();
    private final int[] start;
    private final int[] end;
    private final int[] previous;
    private final int[] next;
    private final boolean[] fixed;
    private int count;

    MergeQueue(String text, Map<String, Integer> pieces, float[] scores, List<String> userDefined) {
        this.text = text;
        this.pieces = pieces;
        this.scores = scores;
        int most = text.length();
        start = new int[most];
        end = new int[most];
        previous = new int[most];
        next = new int[most];
        fixed = new boolean[most];
        split(userDefined);
    }

    /** One symbol a character; user-defined pieces are whole and stay so. */
    private void split(List<String> userDefined) {
        for (int at = 0; at < text.length(); count++) {
            String whole = userDefinedAt(at, userDefined);
            fixed[count] = !whole.isEmpty();
            start[count] = at;
            at += whole.isEmpty() ? Character.charCount(text.codePointAt(at)) : whole.length();
            end[count] = at;
            previous[count] = count - 1;
            next[count] = at < text.length() ? count + 1 : -1;
        }
    }

    private String userDefinedAt(int at, List<String> userDefined) {
        for (String piece : userDefined) {
            if (text.startsWith(piece, at)) {
                return piece;
            }
        }
        return "";
    }

    /** The symbols left after all merges; pieces marked unused are split again the way they were made. */
    List<String> symbols(boolean[] unused) {
        for (int i = 0; i + 1 < count; i++) {
            offer(i, i + 1, unused);
        }
        for (Candidate best = candidates.poll(); best != null; best = candidates.poll()) {
            boolean stale = end[best.left] != best.leftEnd || end[best.right] != best.rightEnd;
            if (!stale) {
                merge(best.left, best.right, unused);
            }
        }
        List<String> symbols = new ArrayList<>();
        for (int i = count == 0 ? -1 : 0; i >= 0; i = next[i]) {
            addUsed(text.substring(start[i], end[i]), unused, symbols);
        }
        return symbols;
    }

    private void offer(int left, int right, boolean[] unused) {
        if (left < 0 || right < 0 || fixed[left] || fixed[right]) {
            return;
        }
        String joined = text.substring(start[left], end[right]);
        Integer id = pieces.get(joined);
        if (id != null) {
            candidates.add(new Candidate(left, right, end[left], end[right], scores[id]));
            if (unused[id]) {
                splits.put(joined, end[left] - start[left]);
            }
        }
    }

    private void merge(int left, int right, boolean[] unused) {
        end[left] = end[right];
        end[right] = 0;
        next[left] = next[right];
        if (next[left] >= 0) {
            previous[next[left]] = left;
        }
        offer(previous[left], left, unused);
        offer(left, next[left], unused);
    }

    private void addUsed(String symbol, boolean[] unused, List<String> symbols) {
        Integer id = pieces.get(symbol);
        Integer split = id != null && unused[id] ? splits.get(symbol) : null;
        if (split == null) {
            symbols.add(symbol);
            return;
        }
        addUsed(symbol.substring(0, split), unused, symbols);
        addUsed(symbol.substring(split), unused, symbols);
    }
}
