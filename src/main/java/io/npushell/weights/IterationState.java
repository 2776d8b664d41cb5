package io.npushell.weights;

/**
 * What looking at a saved iteration gave.
 *
 * @param sentence why it is not whole, or why it was not looked into; "" where it is whole
 */
public record IterationState(Kind kind, String sentence) {
    static final IterationState WHOLE = new IterationState(Kind.WHOLE, "");

    /** What is not read here need not be broken: the trainer has other ways to save. */
    public enum Kind {
        WHOLE,
        BROKEN,
        /** Files of several checkpoints. */
        MIXED,
        /** Loading it would run something. */
        HOSTILE,
        UNREAD
    }

    static IterationState broken(String sentence) {
        return new IterationState(Kind.BROKEN, sentence);
    }

    static IterationState mixed(String sentence) {
        return new IterationState(Kind.MIXED, sentence);
    }

    static IterationState unread(String sentence) {
        return new IterationState(Kind.UNREAD, sentence);
    }

    public boolean whole() {
        return kind == Kind.WHOLE;
    }

    public boolean unread() {
        return kind == Kind.UNREAD;
    }
}
