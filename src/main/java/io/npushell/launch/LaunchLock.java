package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.ExclusiveLock;
import io.npushell.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets one shell at a time launch in a workspace: the next one then finds the session of the first and refuses with its id.
 *
 * <p>Only shells take it, so Java's own file locks do; the kernel lets go of it when the JVM ends, however it ends.
 */
final class LaunchLock implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int FOR_ALL = 0666;

    private final ExclusiveLock lock;

    private LaunchLock(ExclusiveLock lock) {
        this.lock = lock;
    }

    static LaunchLock take(Path workDir) {
        return take(workDir, LIMIT);
    }

    /**
     * The same for all workspaces of a machine. Empty where the file cannot be had within the limit: it belongs to all users, and none may keep the others from
     * launching; the locks of the NPUs themselves still decide.
     */
    static Optional<LaunchLock> ofMachine(Path file, Duration limit) {
        try {
            try {
                Files.createFile(file);
                Files.setAttribute(file, "unix:mode", FOR_ALL);
            } catch (IOException | UnsupportedOperationException thereOrNot) {
                // opening it tells
            }
            return ExclusiveLock.take(file, limit).map(LaunchLock::new);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException(ExitCode.INTERRUPTED, "the launch was cancelled; nothing was started", null, e);
        }
    }

    static LaunchLock take(Path workDir, Duration limit) {
        Path file = workDir.resolve(".npu-shell").resolve("launch.lock");
        try {
            Files.createDirectories(file.getParent());
            return new LaunchLock(ExclusiveLock.take(file, limit)
                    .orElseThrow(() -> new OperatorException(
                            ExitCode.CONFLICT,
                            "another shell has been launching in " + workDir + " for " + limit.toSeconds() + " s",
                            "look for it with: fuser " + file)));
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "the work directory " + workDir + " cannot be written: " + IoReason.of(e),
                    "choose another: set work-dir DIR",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException(ExitCode.INTERRUPTED, "the launch was cancelled; nothing was started", null, e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT, "the launch lock cannot be let go: " + IoReason.of(e), null, e);
        }
    }
}
