package io.npushell.trainlog;

import java.util.Arrays;
import java.util.BitSet;

/** Which words a line holds, and where each occurrence of "iteration", the first of them, or "Iteration" ends. */
final class LineHits implements Keywords.Hits {
    private final int capitalised;
    private final BitSet words = new BitSet();
    private int[] iterations = new int[16];
    private int count;
    private int taken;

    LineHits(int capitalised) {
        this.capitalised = capitalised;
    }

    void clear() {
        words.clear();
        count = 0;
        taken = 0;
    }

    @Override
    public void hit(int word, int end) {
        if (word > 0 && word != capitalised) {
            words.set(word);
        } else {
            if (count == iterations.length) {
                iterations = Arrays.copyOf(iterations, 2 * count);
            }
            iterations[count++] = end;
        }
    }

    boolean anyWord() {
        return !words.isEmpty();
    }

    /** The next word found from that number on, or -1. */
    int nextWord(int from) {
        return words.nextSetBit(from);
    }

    /** Where the next "iteration" ends, each told once; -1 after the last. */
    int nextIteration() {
        return taken < count ? iterations[taken++] : -1;
    }
}
