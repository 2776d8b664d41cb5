package io.npushell.trainer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share out a range in fixed pieces.
 *
 * <p>The pieces depend on the range alone, never on the number of threads; a task that keeps to its piece gives the same result on any number.
 */
final class Workers implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;

    Workers(int threads) {
        this.threads = threads;
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "worker");
            thread.setDaemon(true);
            return thread;
        };
        this.pool = Executors.newFixedThreadPool(Math.max(1, threads - 1), daemons);
    }

    /** Work on one piece, from {@code start} up to but without {@code end}. */
    interface Piece {
        void run(int start, int end);
    }

    /** Runs all pieces of {@code 0..count} and returns when all are done; the calling thread takes part. */
    void share(int count, int size, Piece piece) {
        int pieces = (count + size - 1) / size;
        int helpers = Math.min(threads, pieces) - 1;
        if (helpers < 1) {
            for (int start = 0; start < count; start += size) {
                piece.run(start, Math.min(count, start + size));
            }
            return;
        }
        Share share = new Share(count, size, pieces, piece, helpers);
        for (int i = 0; i < helpers; i++) {
            pool.execute(share);
        }
        share.take();
        share.await();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** One range being shared out. */
    private static final class Share implements Runnable {
        private final int count;
        private final int size;
        private final int pieces;
        private final Piece piece;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch helpersDone;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Share(int count, int size, int pieces, Piece piece, int helpers) {
            this.count = count;
            this.size = size;
            this.pieces = pieces;
            this.piece = piece;
            this.helpersDone = new CountDownLatch(helpers);
        }

        @Override
        public void run() {
            try {
                take();
            } finally {
                helpersDone.countDown();
            }
        }

        void take() {
            try {
                for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
                    piece.run(i * size, Math.min(count, (i + 1) * size));
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }

        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    helpersDone.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown != null) {
                throw new IllegalStateException("a worker failed", thrown);
            }
        }
    }
}
