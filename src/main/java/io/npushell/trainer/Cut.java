package io.npushell.trainer;

/** How a weight is cut for tensor parallelism, as Megatron cuts it. */
enum Cut {
    /** Every rank has all of it. */
    REPLICATED,
    /** Equal stretches of rows. */
    ROWS,
    /** Gate and up each cut by rows; a rank has its part of the gate, then its part of the up. */
    HALVES,
    /** Equal stretches of columns. */
    COLUMNS
}
