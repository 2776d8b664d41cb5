package io.npushell.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file whole: a reader sees the old content or the new, also after a crash.
 *
 * <p>The content goes to a name of its own beside the file, to the disk, and is renamed. Rights are those asked for less what the umask takes away; with
 * none asked for, as for any new file. Write the directory through with {@link #forceDirectory} where the rename itself must last through a power cut.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Replaces it, or makes it. */
    public static void write(Path file, String content, FileAttribute<?>... rights) throws IOException {
        Path temporary = temporaryBeside(file);
        try {
            writeThrough(temporary, content, rights);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** @throws FileAlreadyExistsException where there is one; it is left as it was */
    public static void create(Path file, String content, FileAttribute<?>... rights) throws IOException {
        Path temporary = temporaryBeside(file);
        try {
            writeThrough(temporary, content, rights);
            Files.move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A name of ours alone; made plainly, as Java's temporary files are closed to all but their owner, and a container may run as another user. */
    public static Path temporaryBeside(Path file) {
        return file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + "-"
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
    }

    /** Makes what was made and renamed in a directory last through a power cut. */
    public static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A new file, on the disk when it returns; what stands there already, a planted link say, is a failure. */
    public static void writeThrough(Path file, String content, FileAttribute<?>... rights) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
