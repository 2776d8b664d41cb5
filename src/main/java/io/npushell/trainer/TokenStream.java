package io.npushell.trainer;

/** All tokens of a dataset, one document after the other. */
interface TokenStream {
    long tokens();

    /** Copies {@code count} tokens from a position of the stream to the start of an array's stretch. */
    void copy(long from, int[] target, int targetOffset, int count);
}
