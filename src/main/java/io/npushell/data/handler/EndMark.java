package io.npushell.data.handler;

import java.util.Arrays;

/** One more id at the end. */
final class EndMark {
    private EndMark() {}

    static int[] append(int[] ids, int last) {
        int[] longer = Arrays.copyOf(ids, ids.length + 1);
        longer[ids.length] = last;
        return longer;
    }
}
