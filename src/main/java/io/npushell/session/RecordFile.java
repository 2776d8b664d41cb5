package io.npushell.session;

import io.npushell.io.FileRights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Opens files of a session's directory, which others may write to: only regular ones, never through a link, and never more than they can sensibly hold.
 *
 * <p>To open a fifo would wait for ever, and a link may lead out of the workspace.
 */
final class RecordFile {
    static final long SPEC_LIMIT = 16 << 20;
    static final long STATE_LIMIT = 1 << 20;
    static final long JOURNAL_LIMIT = 16 << 20;

    private RecordFile() {}

    /**
     * The whole text.
     *
     * @throws IOException where it is not there, no regular file, or longer than the limit
     */
    static String text(Path file, long limit) throws IOException {
        long size = requireRegular(file).size();
        if (size > limit) {
            throw new IOException("\"" + file.getFileName() + "\" has " + size + " bytes, too many for what it is");
        }
        return from(file, 0, limit);
    }

    /** The text from the last bytes on, so that a file grown out of all bounds still tells the newest. */
    static String end(Path file, long limit) throws IOException {
        return from(file, Math.max(0, requireRegular(file).size() - limit), limit);
    }

    /** Opens it for appending; made where it is not there. */
    static FileChannel appending(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            requireRegular(file);
        }
        return FileChannel.open(
                file,
                Set.<OpenOption>of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND,
                        LinkOption.NOFOLLOW_LINKS),
                FileRights.RECORD);
    }

    private static String from(Path file, long offset, long limit) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Set.<OpenOption>of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(limit, Math.max(0, channel.size() - offset)));
            long position = offset;
            while (bytes.hasRemaining()) {
                int read = channel.read(bytes, position);
                if (read < 0) {
                    break;
                }
                position += read;
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    private static BasicFileAttributes requireRegular(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            String kind = attributes.isDirectory()
                    ? "a directory"
                    : attributes.isSymbolicLink() ? "a link" : "a fifo, a socket or a device";
            throw new IOException("\"" + file.getFileName() + "\" is " + kind + ", not a file");
        }
        return attributes;
    }
}
