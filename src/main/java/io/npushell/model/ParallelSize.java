package io.npushell.model;

/**
 * Into how many parts a model is cut.
 *
 * @param tensor TP: parts of each layer
 * @param pipeline PP: stretches of layers
 */
public record ParallelSize(int tensor, int pipeline) {
    public static final ParallelSize ONE = new ParallelSize(1, 1);

    /** Ranks that hold one copy of the model. */
    public int ranks() {
        return tensor * pipeline;
    }
}
