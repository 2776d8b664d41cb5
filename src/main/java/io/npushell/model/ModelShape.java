package io.npushell.model;

/**
 * The architecture of a model, in the symbols of the estimator formulas.
 *
 * @param layers L, transformer layers
 * @param hidden h, hidden size
 * @param heads a, attention heads
 * @param kvGroups g, key-value groups; equal to heads without grouped-query attention
 * @param ffn f, width of the feed-forward layer (SwiGLU: of gate and up each)
 * @param vocabulary rows of the tokenizer's vocabulary, unpadded
 * @param paddedVocabulary V, rows of the embedding as the weights have it
 * @param maxPositions longest sequence the positions reach
 * @param rotaryFraction share of each head that is rotated: 1 for Qwen, 0.5 for ChatGLM3
 * @param rotaryBase base of the rotary frequencies
 * @param normEpsilon added under the root in RMSNorm
 */
public record ModelShape(
        int layers,
        int hidden,
        int heads,
        int kvGroups,
        int ffn,
        int vocabulary,
        int paddedVocabulary,
        int maxPositions,
        double rotaryFraction,
        double rotaryBase,
        double normEpsilon) {

    /** d, the width of one head; Megatron's kv_channels. */
    public int headWidth() {
        return hidden / heads;
    }

    /** Whether several query heads share a key-value head. */
    public boolean grouped() {
        return kvGroups != heads;
    }

    /** Query heads that share one key-value head. */
    public int headsPerGroup() {
        return heads / kvGroups;
    }

    /** Rows of the joint projection: per group its queries, then key, then value. */
    public int qkvWidth() {
        return kvGroups * groupWidth();
    }

    /** Rows of the joint projection that belong to one group. */
    public int groupWidth() {
        return (headsPerGroup() + 2) * headWidth();
    }

    /** Where in the joint projection the query of a head begins. */
    public int queryOffset(int head) {
        return head / headsPerGroup() * groupWidth() + head % headsPerGroup() * headWidth();
    }

    /** Where in the joint projection the key of a group begins. */
    public int keyOffset(int group) {
        return group * groupWidth() + headsPerGroup() * headWidth();
    }

    /** Where in the joint projection the value of a group begins. */
    public int valueOffset(int group) {
        return keyOffset(group) + headWidth();
    }

    /** Values of a head that are rotated. */
    public int rotaryWidth() {
        return (int) Math.round(headWidth() * rotaryFraction);
    }

    /** What its weights follow from, with as many rows of vocabulary as the embedding has. */
    public ModelSizes sizes() {
        return new ModelSizes(layers, hidden, heads, kvGroups, ffn, headWidth(), paddedVocabulary);
    }
}
