package io.npushell.trainlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits until a file may have changed: by inotify, and at the latest after 250 ms, since inotify sees no writer on another machine. */
final class FileWatch {
    private static final long POLL_NANOS = Duration.ofMillis(250).toNanos();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final @Nullable WatchService service;

    FileWatch(Path file) {
        this.service = watchParent(file);
    }

    void await(Duration timeout) throws InterruptedException {
        long nanos = Math.min(POLL_NANOS, Math.max(1, timeout.toNanos()));
        if (service == null) {
            boolean ended = closed.await(nanos, TimeUnit.NANOSECONDS);
            assert ended == (closed.getCount() == 0);
            return;
        }
        try {
            WatchKey key = service.poll(nanos, TimeUnit.NANOSECONDS);
            if (key != null) {
                key.pollEvents();
                key.reset();
            }
        } catch (ClosedWatchServiceException ended) {
            closed.countDown();
        }
    }

    void close() {
        closed.countDown();
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Where there is no directory, or no watch left to be had, polling must do. */
    private static @Nullable WatchService watchParent(Path file) {
        try {
            WatchService service = file.getFileSystem().newWatchService();
            try {
                Objects.requireNonNull(file.getParent())
                        .register(service, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
                return service;
            } catch (IOException e) {
                service.close();
                return null;
            }
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }
}
