package io.npushell.container;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What did not answer, so that one command of the operator waits for it once and not for each session.
 *
 * <p>A daemon that hangs answers nothing. One with a stuck container hangs on what concerns that container only, so what else it knows is still asked for.
 */
final class Silence {
    /** Who follows a session for hours asks again from time to time. */
    static final Duration BELIEVED = Duration.ofSeconds(30);

    private static final String ALL = "";

    private final LongSupplier nanos;
    private final Map<String, Long> silent = new ConcurrentHashMap<>();

    Silence(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether the question, or any, has just not been answered. */
    boolean about(String question) {
        return fresh(ALL) || fresh(question);
    }

    /** Whether nothing at all was answered. */
    boolean complete() {
        return fresh(ALL);
    }

    /**
     * Takes note that a question was not answered in time.
     *
     * @param awake whether the daemon answers the simplest one
     */
    void heard(String question, BooleanSupplier awake) {
        silent.put(question, nanos.getAsLong());
        checkDaemon(awake);
    }

    /** The same for what may take its time without anything being wrong. */
    void checkDaemon(BooleanSupplier awake) {
        if (!awake.getAsBoolean()) {
            silent.put(ALL, nanos.getAsLong());
        }
    }

    /** Forgets all: it may have been mended since. */
    void forget() {
        silent.clear();
    }

    private boolean fresh(String question) {
        Long since = silent.get(question);
        return since != null && nanos.getAsLong() - since < BELIEVED.toNanos();
    }
}
