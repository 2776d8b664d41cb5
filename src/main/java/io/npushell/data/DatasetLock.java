package io.npushell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.ExclusiveLock;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One writer for each output prefix, over all processes of the machine.
 *
 * <p>The kernel lets the lock go when its process dies, so there are no stale ones. The file stays: removing it would let two
 * writers lock two files of the same name.
 */
public final class DatasetLock implements AutoCloseable {
    private final ExclusiveLock lock;

    private DatasetLock(ExclusiveLock lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock of a prefix.
     *
     * @param holder who takes it, told to the next one who tries
     * @throws OperatorException CONFLICT where another process holds it
     */
    public static DatasetLock take(Path prefix, String holder) throws IOException {
        Path file = new DatasetFiles(prefix).with(".lock");
        ExclusiveLock lock = ExclusiveLock.tryTake(file)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.CONFLICT,
                        "\"" + prefix + "\" is being written by " + ExclusiveLock.holder(file),
                        "wait until it has ended, or choose another output prefix"));
        return new DatasetLock(lock.sign(holder));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
