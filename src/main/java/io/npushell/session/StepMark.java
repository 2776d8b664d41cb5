package io.npushell.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a session as run.sh came through it.
 *
 * @param ended null while it runs, and for ever where it was killed with everything around it
 * @param exitCode null where it did not end by itself
 */
public record StepMark(
        String step,
        Instant begun,
        @Nullable Instant ended,
        @Nullable Integer exitCode) {}
