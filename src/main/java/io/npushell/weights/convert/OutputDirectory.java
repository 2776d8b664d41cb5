package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.AtomicFile;
import io.npushell.io.DirectoryTree;
import io.npushell.io.ExclusiveLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A directory that is made under another name and renamed when it is complete, by one process at a time.
 *
 * <p>The kernel lets the lock go when its process dies, so what lies about under the other names while we hold it is a dead one's. The
 * lock file stays: removing it would let two writers lock two files of one name.
 */
final class OutputDirectory implements AutoCloseable {
    private final Path target;
    private final Path unfinished;
    private final Path replaced;
    private final ExclusiveLock lock;

    private OutputDirectory(Path target, Path unfinished, ExclusiveLock lock) {
        this.target = target;
        this.unfinished = unfinished;
        this.replaced = beside(target, ".replaced");
        this.lock = lock;
    }

    /**
     * Takes the lock and clears away what a dead process left.
     *
     * @throws OperatorException CONFLICT where another process writes the same directory
     */
    static OutputDirectory take(Path directory) throws IOException {
        Path target = directory.toAbsolutePath().normalize();
        OutputDirectory output = lock(target, beside(target, ".unfinished"));
        output.clear();
        return output;
    }

    /** The same where another program has made it, under a name of its own. */
    static OutputDirectory adopt(Path directory, Path made) throws IOException {
        OutputDirectory output = lock(
                directory.toAbsolutePath().normalize(), made.toAbsolutePath().normalize());
        output.settle();
        return output;
    }

    private static OutputDirectory lock(Path target, Path unfinished) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new OperatorException(ExitCode.USAGE, "'" + target + "' cannot be written to");
        }
        Files.createDirectories(parent);
        Path file = beside(target, ".lock");
        ExclusiveLock lock = ExclusiveLock.tryTake(file)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.CONFLICT,
                        "'" + target + "' is being written by " + ExclusiveLock.holder(file),
                        "wait until it has ended, or choose another directory"));
        lock.sign("process " + ProcessHandle.current().pid());
        return new OutputDirectory(target, unfinished, lock);
    }

    private void clear() throws IOException {
        DirectoryTree.delete(unfinished);
        settle();
    }

    /** What a process left that died between the two renames. */
    private void settle() throws IOException {
        if (Files.exists(replaced)) {
            if (Files.exists(target)) {
                DirectoryTree.delete(replaced);
            } else {
                Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Where to write to; made new and empty. */
    Path begin() throws IOException {
        return Files.createDirectories(unfinished);
    }

    /** Puts what was written in place; what was there before is deleted only then. */
    void complete() throws IOException {
        DirectoryTree.force(unfinished);
        boolean replaces = Files.exists(target);
        if (replaces) {
            Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        Path parent = target.getParent();
        if (parent != null) {
            AtomicFile.forceDirectory(parent);
        }
        if (replaces) {
            DirectoryTree.delete(replaced);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            DirectoryTree.delete(unfinished);
        } finally {
            lock.close();
        }
    }

    private static Path beside(Path target, String ending) {
        return target.resolveSibling(target.getFileName() + ending);
    }
}
