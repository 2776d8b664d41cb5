package io.npushell.profile;

/**
 * The architecture of a model, in the symbols of the estimator formulas.
 *
 * @param layers L, transformer layers
 * @param hidden h, hidden size
 * @param heads a, attention heads
 * @param kvGroups g, key-value groups; equal to heads without grouped-query attention
 * @param ffn f, width of the feed-forward layer (SwiGLU: of one half)
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

    /** d, the width of one head. */
    public int headDim() {
        return hidden / heads;
    }

    /** All weights: untied embedding and output, QKV bias, RMSNorm, SwiGLU (peers.md F.4 with t = p = 1). */
    public long parameters() {
        long h = hidden;
        long qkv = h + 2L * kvGroups * headDim();
        long layer = h * qkv + qkv + h * h + 3L * h * ffn + 2L * h;
        return layers * layer + 2L * paddedVocabulary * h + h;
    }
}
