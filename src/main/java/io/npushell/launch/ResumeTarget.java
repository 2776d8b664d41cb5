package io.npushell.launch;

/** Up to which iteration a resumed session is to train. */
public sealed interface ResumeTarget {
    /** As far as the session itself was to go. */
    record Same() implements ResumeTarget {}

    /** {@code --to N} */
    record To(long iterations) implements ResumeTarget {}

    /** {@code --more N}: so many beyond the checkpoint it resumes from. */
    record More(long iterations) implements ResumeTarget {}
}
