package io.npushell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One writer for each output prefix, over all processes of the machine.
 *
 * <p>The kernel lets the lock go when its process dies, so there are no stale ones. The file stays: removing it would let two
 * writers lock two files of the same name.
 */
public final class DatasetLock implements AutoCloseable {
    private static final int LONGEST_HOLDER = 1000;

    private final FileChannel channel;

    private DatasetLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a prefix.
     *
     * @param holder who takes it, told to the next one who tries
     * @throws OperatorException CONFLICT where another process holds it
     */
    public static DatasetLock take(Path prefix, String holder) throws IOException {
        Path file = new DatasetFiles(prefix).with(".lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = tryLock(channel);
            if (!taken) {
                throw new OperatorException(
                        ExitCode.CONFLICT,
                        "\"" + prefix + "\" is being written by " + read(channel),
                        "wait until it has ended, or choose another output prefix");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
            return new DatasetLock(channel);
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

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LONGEST_HOLDER);
        channel.read(content, 0);
        String holder = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8).strip();
        return holder.isEmpty() ? "another process" : holder;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
