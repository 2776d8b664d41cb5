package io.npushell.trainlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a growing log file, in order, once. Survives truncation and rotation (then it begins again at the new file's start), and a file that is
 * not there yet. A link is not followed, as others may write beside a log, and nothing is read but a file. Reading belongs to one thread; {@link #close} may come from any and ends a waiting {@link #await}.
 */
public final class LogFollower implements AutoCloseable {
    /** At most so much is read at a time: a summary of a long log comes in steps and in bounded memory. */
    private static final int BATCH = 4 << 20;

    private final Path file;
    private final LineCutter cutter = new LineCutter();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final FileWatch watch;
    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private long position;
    private volatile boolean closed;

    /**
     * Follows a file.
     *
     * @param offset where to begin, as an earlier {@link NewLines#offset} gave it; beyond the file's end means that it was truncated
     */
    public LogFollower(Path file, long offset) {
        this.file = file.toAbsolutePath();
        this.position = offset;
        this.watch = new FileWatch(this.file);
    }

    /**
     * Lines written since the last call.
     *
     * @param lines without their ends; a line of more than 64 KiB is cut
     * @param offset a follower that starts here goes on exactly after the last of these lines
     * @param restarted whether the file was truncated or replaced, so that what was known from it no longer holds
     */
    public record NewLines(List<String> lines, long offset, boolean restarted) {}

    /** What is there now, up to the last line end; does not wait. Call again while it gives lines: a batch is bounded. */
    public NewLines readNew() throws IOException {
        List<String> lines = new ArrayList<>();
        boolean restarted = reopenWhereReplaced(lines);
        if (channel != null) {
            read(channel, lines);
        }
        return new NewLines(List.copyOf(lines), position - cutter.pending(), restarted);
    }

    /** As {@link #readNew}, and then the line that has no end yet; for a log whose writer is gone. */
    public NewLines readRest() throws IOException {
        NewLines fresh = readNew();
        if (!fresh.lines().isEmpty() || cutter.pending() == 0) {
            return fresh;
        }
        List<String> lines = new ArrayList<>();
        cutter.end(lines);
        return new NewLines(lines, position, fresh.restarted());
    }

    /** As {@link #readNew}, but waits until there is at least one line, the time is up or the follower is closed. */
    public NewLines await(Duration timeout) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean restarted = false;
        while (true) {
            NewLines fresh = closed ? new NewLines(List.of(), position - cutter.pending(), false) : readNew();
            restarted |= fresh.restarted();
            long left = deadline - System.nanoTime();
            if (!fresh.lines().isEmpty() || left <= 0 || closed) {
                return new NewLines(fresh.lines(), fresh.offset(), restarted);
            }
            watch.await(Duration.ofNanos(left));
        }
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
    }

    /** Reads the old file to its end before it goes to the new one. */
    private boolean reopenWhereReplaced(List<String> lines) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException notThere) {
            return false;
        }
        if (!attributes.isRegularFile()) {
            throw new IOException(
                    attributes.isSymbolicLink() ? "it is a link, which is not followed" : "it is no file");
        }
        boolean replaced = channel != null && !Objects.equals(key, attributes.fileKey());
        if (replaced && channel != null) {
            read(channel, lines);
            if (lines.isEmpty()) {
                cutter.end(lines);
                channel.close();
                channel = null;
            } else {
                return false;
            }
        }
        boolean truncated = !replaced && attributes.size() < position;
        if (replaced || truncated) {
            position = 0;
            cutter.reset();
        }
        if (channel == null) {
            channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            key = attributes.fileKey();
        }
        return replaced || truncated;
    }

    private void read(FileChannel source, List<String> lines) throws IOException {
        for (int total = 0; total < BATCH; ) {
            int count = source.read(buffer.clear(), position);
            if (count <= 0) {
                return;
            }
            position += count;
            total += count;
            cutter.add(buffer.array(), count, lines);
        }
    }
}
