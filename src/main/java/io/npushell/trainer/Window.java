package io.npushell.trainer;

/** What goes through the model at once: a number of sequences of one length. */
record Window(int sequences, int length) {
    int rows() {
        return sequences * length;
    }
}
