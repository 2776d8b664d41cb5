package io.npushell.shell.command;

import java.util.function.Supplier;

/** Keeps completion from waiting: whatever reads files or asks processes calls {@link #check}, and is refused while a completion is computed. */
public final class MemoryOnly {
    private static final ThreadLocal<Boolean> COMPLETING = ThreadLocal.withInitial(() -> false);

    private MemoryOnly() {}

    /** Computes something that must not touch the world. */
    public static <T> T compute(Supplier<T> computation) {
        COMPLETING.set(true);
        try {
            return computation.get();
        } finally {
            COMPLETING.set(false);
        }
    }

    /** Called before the world is touched. */
    public static void check(String what) {
        if (COMPLETING.get()) {
            throw new IllegalStateException("completion asked for " + what + "; use Refresher.cached");
        }
    }
}
