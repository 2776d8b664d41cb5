package io.npushell.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock on a file that one of our processes holds at a time; within a process, one of its threads.
 *
 * <p>The kernel lets it go when the process dies, so there are no stale ones. The file stays when the lock is let go: removing it would let two processes
 * lock two files of one name. It is Java's own lock (fcntl), which {@code flock(1)} does not see: what a supervisor must see is locked with flock instead.
 */
public final class ExclusiveLock implements AutoCloseable {
    /**
     * Of this process, by inode, with who signed. POSIX gives a lock to the whole process and takes it away when any descriptor of the file is closed, so a
     * file whose lock is held here must not be opened a second time, not even to read who holds it.
     */
    private static final Map<Object, String> HELD_HERE = new ConcurrentHashMap<>();

    private static final int LONGEST_HOLDER = 1000;
    private static final long PAUSE_MILLIS = 20;

    private final Object inode;
    private final FileChannel channel;

    private ExclusiveLock(Object inode, FileChannel channel) {
        this.inode = inode;
        this.channel = channel;
    }

    /** Takes it, and makes the file where there is none. Empty where another process or thread holds it. */
    public static Optional<ExclusiveLock> tryTake(Path file) throws IOException {
        try {
            // opening with CREATE is what the kernel forbids for another user's file in a directory that belongs to all
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // as a rule
        }
        Object inode = inode(file);
        if (HELD_HERE.putIfAbsent(inode, "") != null) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            taken = channel.tryLock() != null;
            return taken ? Optional.of(new ExclusiveLock(inode, channel)) : Optional.empty();
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                HELD_HERE.remove(inode);
            }
        }
    }

    /** The same, and waits for it. Empty where it was not to be had within the limit. */
    public static Optional<ExclusiveLock> take(Path file, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<ExclusiveLock> lock = tryTake(file);
        while (lock.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE_MILLIS);
            lock = tryTake(file);
        }
        return lock;
    }

    /** Says in the file who holds it, for {@link #holder}. */
    public ExclusiveLock sign(String holder) throws IOException {
        HELD_HERE.put(inode, holder);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        return this;
    }

    /** Who has signed last, "another process" where none has or it cannot be read. */
    public static String holder(Path file) {
        try {
            String here = HELD_HERE.get(inode(file));
            String holder = here == null ? written(file) : here;
            return holder.isBlank() ? "another process" : holder.strip();
        } catch (IOException e) {
            return "another process";
        }
    }

    private static String written(Path file) throws IOException {
        try (FileChannel reader = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer content = ByteBuffer.allocate(LONGEST_HOLDER);
            reader.read(content, 0);
            return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        }
    }

    private static Object inode(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? file.toRealPath() : key;
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD_HERE.remove(inode);
        }
    }
}
