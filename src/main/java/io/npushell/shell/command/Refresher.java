package io.npushell.shell.command;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Looks at the world away from the prompt, so that completion finds the answer in memory. One quiet thread, made on first use. */
public final class Refresher {
    private final Lazy<ExecutorService> worker = new Lazy<>(() -> Executors.newSingleThreadExecutor(Refresher::thread));
    private final List<Cached<?>> all = new CopyOnWriteArrayList<>();

    /**
     * Something completion needs.
     *
     * <p>{@link #now()} never waits: it is the value of the last look, at first the initial one.
     */
    public static final class Cached<T> {
        private final Supplier<T> look;
        private volatile T value;

        private Cached(T initial, Supplier<T> look) {
            this.value = initial;
            this.look = look;
        }

        public T now() {
            return value;
        }

        private void refresh() {
            value = look.get();
        }
    }

    /** A value that is looked up anew before each prompt. */
    public <T> Cached<T> cached(T initial, Supplier<T> look) {
        Cached<T> cached = new Cached<>(initial, look);
        all.add(cached);
        return cached;
    }

    /** Starts to look all of them up; returns at once. */
    public void refreshAll() {
        all.forEach(cached -> soon(cached::refresh));
    }

    /** Does something soon, away from the prompt, after what was asked before; a failure is as if there were nothing to know. */
    public void soon(Runnable task) {
        worker.get().execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // the last answer stays; the command that needs it for real will tell what is wrong
            }
        });
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "refresher");
        thread.setDaemon(true);
        return thread;
    }
}
