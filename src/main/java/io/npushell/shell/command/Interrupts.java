package io.npushell.shell.command;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C does while a command runs. Without a handler it ends the command at the prompt, and the process (exit 130) in batch.
 *
 * <p>{@code try (Interrupts.Handling ours = interrupts.during(follower::close)) { … }}
 */
public final class Interrupts {
    private final AtomicReference<@Nullable Runnable> handler = new AtomicReference<>();
    private final AtomicReference<Runnable> whenFirstUsed = new AtomicReference<>(() -> {});

    /** A handler in place; closing puts back the one before. */
    public interface Handling extends AutoCloseable {
        @Override
        void close();
    }

    /** Puts a handler in place; it runs on a thread of the signal, so it should only say so to the command. */
    public Handling during(Runnable onInterrupt) {
        whenFirstUsed.getAndSet(() -> {}).run();
        Runnable before = handler.getAndSet(onInterrupt);
        return () -> handler.set(before);
    }

    /** Tells the handler in place; false where there is none. */
    public boolean fire() {
        Runnable current = handler.get();
        if (current == null) {
            return false;
        }
        current.run();
        return true;
    }

    /** What to do before the first handler is put in place: batch starts to catch the signal only then. */
    public void whenFirstUsed(Runnable action) {
        whenFirstUsed.set(action);
    }
}
