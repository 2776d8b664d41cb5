package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.DirectoryTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

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
    private final FileChannel lock;

    private OutputDirectory(Path target, Path unfinished, FileChannel lock) {
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
        FileChannel channel = FileChannel.open(
                beside(target, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            if (!tryLock(channel)) {
                throw new OperatorException(
                        ExitCode.CONFLICT,
                        "'" + target + "' is being written by " + holder(channel),
                        "wait until it has ended, or choose another directory");
            }
            taken = true;
            channel.truncate(0);
            channel.write(
                    StandardCharsets.UTF_8.encode(
                            "process " + ProcessHandle.current().pid()),
                    0);
            return new OutputDirectory(target, unfinished, channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(200);
        channel.read(content, 0);
        String holder = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8).strip();
        return holder.isEmpty() ? "another process" : holder;
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
            Checkpoints.forceDirectory(parent);
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
