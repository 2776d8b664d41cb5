package io.npushell.trainer;

/**
 * The dimensions of the model trained.
 *
 * @param groups key-value heads; equal to heads without grouped-query attention
 * @param ffn width of the feed-forward layer, of gate and up each
 * @param rotaryFraction share of each head that is rotated
 */
record Shape(
        int layers,
        int hidden,
        int ffn,
        int heads,
        int groups,
        int vocabulary,
        int paddedVocabulary,
        int maxPositions,
        double rotaryFraction,
        double rotaryBase,
        double normEpsilon) {

    int headWidth() {
        return hidden / heads;
    }

    /** Query heads that share one key-value head. */
    int headsPerGroup() {
        return heads / groups;
    }

    /** Rows of the joint projection: per group its queries, then key, then value. */
    int qkvWidth() {
        return groups * groupWidth();
    }

    int groupWidth() {
        return (headsPerGroup() + 2) * headWidth();
    }

    int queryOffset(int head) {
        return head / headsPerGroup() * groupWidth() + head % headsPerGroup() * headWidth();
    }

    int keyOffset(int group) {
        return group * groupWidth() + headsPerGroup() * headWidth();
    }

    int valueOffset(int group) {
        return keyOffset(group) + headWidth();
    }

    /** Of the architectures here ChatGLM3 alone rotates a part of each head, and it pairs neighbours. */
    boolean pairsNeighbours() {
        return rotaryFraction < 1;
    }

    int rotaryWidth() {
        return (int) Math.round(headWidth() * rotaryFraction);
    }
}
