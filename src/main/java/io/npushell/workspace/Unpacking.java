package io.npushell.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;

/** Writes the members of archives below one directory, and nowhere else; never over a file that is there. */
final class Unpacking {
    private static final int CHUNK = 1 << 20;

    private final LongConsumer progress;
    private long written;

    /**
     * Starts one.
     *
     * @param progress told how many bytes are written by now
     */
    Unpacking(LongConsumer progress) {
        this.progress = progress;
    }

    void unpack(Path archive, Path target) throws IOException {
        Archive.of(archive).read((entry, content) -> write(place(target, entry.name()), entry, content));
    }

    /** Where a member goes; a name that leads out of the directory is refused. */
    static Path place(Path target, String name) throws IOException {
        String relative = name.replaceFirst("^(\\./)+", "");
        Path place = target.resolve(relative).normalize();
        boolean outside = relative.startsWith("/") || !place.startsWith(target.normalize());
        for (Path part : Path.of(relative)) {
            outside |= part.toString().equals("..");
        }
        if (outside) {
            throw new ZipException(
                    "the archive has the member '" + name + "', which would be written outside the workspace");
        }
        return place;
    }

    private void write(Path place, ArchiveEntry entry, InputStream content) throws IOException {
        if (entry.directory()) {
            Files.createDirectories(place);
            return;
        }
        Path parent = place.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (OutputStream out = Files.newOutputStream(
                place, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            byte[] bytes = new byte[(int) Math.min(CHUNK, Math.max(1, entry.bytes()))];
            for (int count = content.read(bytes); count >= 0; count = content.read(bytes)) {
                out.write(bytes, 0, count);
                written += count;
                progress.accept(written);
                if (Thread.interrupted()) {
                    throw new java.io.InterruptedIOException();
                }
            }
        }
        if (entry.executable()) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(place);
            permissions.addAll(Set.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
            Files.setPosixFilePermissions(place, permissions);
        }
    }
}
