package io.npushell.trainlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/** Finds which of many words are in a line in one pass over its bytes, whatever their number (Aho-Corasick). */
final class Keywords {
    private static final int ALPHABET = 256;
    private static final int[] NONE = {};

    private static final int FOUND = 0x8000;

    /** The next state by state and byte; with {@link #FOUND} set where a word ends in it. */
    private final char[] next;

    private final int[][] found;

    Keywords(List<String> words) {
        List<byte[]> bytes = words.stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
        int states = 1 + bytes.stream().mapToInt(word -> word.length).sum();
        if (states >= FOUND) {
            throw new IllegalArgumentException("too many words");
        }
        next = new char[states * ALPHABET];
        found = new int[states][];
        Arrays.fill(found, NONE);
        insert(bytes);
        link();
        for (int at = 0; at < next.length; at++) {
            next[at] |= (char) (found[next[at]].length > 0 ? FOUND : 0);
        }
    }

    /** What a line holds; {@code end} is where the word ends. */
    interface Hits {
        void hit(int word, int end);
    }

    void find(byte[] line, int from, int to, Hits hits) {
        int state = 0;
        for (int i = from; i < to; i++) {
            state = next[((state & ~FOUND) << 8) + (line[i] & 0xff)];
            if (state >= FOUND) {
                for (int word : found[state & ~FOUND]) {
                    hits.hit(word, i + 1);
                }
            }
        }
    }

    private void insert(List<byte[]> words) {
        int states = 1;
        for (int number = 0; number < words.size(); number++) {
            int state = 0;
            for (byte letter : words.get(number)) {
                int at = (state << 8) + (letter & 0xff);
                if (next[at] == 0) {
                    next[at] = (char) states++;
                }
                state = next[at];
            }
            found[state] = joined(found[state], new int[] {number});
        }
    }

    /** Fills the missing transitions from the longest proper suffix that is a state too. */
    private void link() {
        int[] suffix = new int[found.length];
        Queue<Integer> queue = new ArrayDeque<>(List.of(0));
        while (!queue.isEmpty()) {
            int state = queue.remove();
            for (int letter = 0; letter < ALPHABET; letter++) {
                int at = (state << 8) + letter;
                int fallback = state == 0 ? 0 : next[(suffix[state] << 8) + letter];
                if (next[at] == 0) {
                    next[at] = (char) fallback;
                } else {
                    int child = next[at];
                    suffix[child] = fallback;
                    found[child] = joined(found[child], found[fallback]);
                    queue.add(child);
                }
            }
        }
    }

    private static int[] joined(int[] first, int[] second) {
        if (second.length == 0) {
            return first;
        }
        int[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
