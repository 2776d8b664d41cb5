package io.npushell.weights.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes in threads of its own while the caller reads on. What is given for one lane happens in order; memory is bounded by a
 * fixed number of blocks. A failure is thrown by the next call of any method, and what was given after it is dropped.
 */
final class WriteBehind implements AutoCloseable {
    /** Small enough to stay in a processor's cache from reading to writing. */
    static final int BLOCK = 1 << 20;

    private static final int BLOCKS_PER_LANE = 8;
    private static final int MAX_LANES = 4;

    private final List<ExecutorService> lanes = new ArrayList<>();
    private final ArrayBlockingQueue<ByteBuffer> free;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Something that is done to a file. */
    interface Act {
        void run() throws IOException;
    }

    /** Where a block goes. */
    interface Target {
        void write(ByteBuffer block) throws IOException;
    }

    WriteBehind(int wanted) {
        int processors = Runtime.getRuntime().availableProcessors();
        // two also on a single processor: a lane waits most of its time for the disk
        int count = Math.max(Math.min(wanted, 2), Math.min(Math.min(wanted, MAX_LANES), processors - 1));
        free = new ArrayBlockingQueue<>(count * BLOCKS_PER_LANE);
        for (int lane = 0; lane < count; lane++) {
            lanes.add(Executors.newSingleThreadExecutor(WriteBehind::thread));
        }
        for (int block = 0; block < count * BLOCKS_PER_LANE; block++) {
            free.add(ByteBuffer.allocateDirect(BLOCK));
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "weights-writer");
        thread.setDaemon(true);
        return thread;
    }

    /** A cleared block to fill and to give to {@link #write}; waits for one. */
    ByteBuffer block() throws IOException {
        try {
            ByteBuffer block = free.take();
            check();
            return block.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Writes a filled block, ready to be drained, and takes it back. */
    void write(int lane, Target target, ByteBuffer block) throws IOException {
        act(lane, () -> {
            try {
                if (failure.get() == null) {
                    target.write(block);
                }
            } finally {
                free.add(block); // also after a failure: the reader may be waiting for it
            }
        });
    }

    void act(int lane, Act act) throws IOException {
        check();
        lanes.get(lane % lanes.size()).execute(() -> {
            try {
                act.run();
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    /** Waits until everything is written. */
    void finish() throws IOException {
        end();
        check();
    }

    private void end() throws IOException {
        lanes.forEach(ExecutorService::shutdown);
        try {
            for (ExecutorService lane : lanes) {
                while (!lane.awaitTermination(1, TimeUnit.MINUTES)) {
                    check();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void check() throws IOException {
        Throwable cause = failure.get();
        if (cause instanceof IOException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (cause != null) {
            throw new IllegalStateException(cause);
        }
    }

    @Override
    public void close() {
        lanes.forEach(ExecutorService::shutdownNow);
        try {
            for (ExecutorService lane : lanes) {
                lane.awaitTermination(1, TimeUnit.MINUTES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
