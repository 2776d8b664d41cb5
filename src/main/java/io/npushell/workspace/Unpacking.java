package io.npushell.workspace;

import io.npushell.workspace.ArchiveEntry.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;

/**
 * Writes the members of archives below one directory, and nowhere else; never over a file that is there, nor more of one than it says.
 *
 * <p>Links are made by {@link #link} when all files are there, so that nothing is written through one.
 */
final class Unpacking {
    private static final int CHUNK = 1 << 20;

    private final LongConsumer progress;
    private final List<Link> links = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private long written;

    private record Link(Path place, Path root, ArchiveEntry entry) {}

    /**
     * Starts one.
     *
     * @param progress told how many bytes are written by now
     */
    Unpacking(LongConsumer progress) {
        this.progress = progress;
    }

    void unpack(Path archive, Path target) throws IOException {
        Archive.of(archive).read((entry, content) -> {
            Path place = place(target, entry.name());
            try {
                write(place, target, entry, content);
            } catch (FileAlreadyExistsException e) {
                throw new ZipException("the archive has the member '" + entry.name()
                        + "' twice, or in another case, or as a directory too");
            }
        });
    }

    /** What was not made, by its name in the archive, with the reason. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /**
     * Makes the links that stay inside a directory, which is to be moved away as a whole.
     *
     * @param placed the directory; links elsewhere are forgotten
     */
    void link(Path placed) throws IOException {
        List<Link> inside =
                links.stream().filter(link -> link.place().startsWith(placed)).toList();
        for (Link link : inside) {
            if (link.entry().kind() == Kind.SYMBOLIC_LINK) {
                symbolic(link, placed);
            } else {
                hard(link, placed);
            }
        }
        // By way of other links a link may lead elsewhere than its own text says: one that is taken away can leave the
        // next without its end.
        Path real = placed.toRealPath();
        for (boolean again = true; again; ) {
            again = false;
            for (Link link : inside) {
                if (Files.isSymbolicLink(link.place()) && !staysInside(link.place(), real)) {
                    Files.delete(link.place());
                    leave(link.entry(), "leads outside or to nothing");
                    again = true;
                }
            }
        }
    }

    private void symbolic(Link link, Path placed) throws IOException {
        Path parent = link.place().getParent();
        Path target;
        try {
            target = Path.of(link.entry().target());
        } catch (InvalidPathException e) {
            leave(link.entry(), "leads to nothing");
            return;
        }
        if (parent == null
                || target.isAbsolute()
                || link.entry().target().isEmpty()
                || !parent.resolve(target).normalize().startsWith(placed)) {
            leave(link.entry(), "leads outside");
        } else if (parentIsLinked(parent, placed) || Files.exists(link.place(), LinkOption.NOFOLLOW_LINKS)) {
            leave(link.entry(), "lies where something else is");
        } else {
            Files.createSymbolicLink(link.place(), target);
        }
    }

    /** A second name of a member that is a file. */
    private void hard(Link link, Path placed) throws IOException {
        Path parent = link.place().getParent();
        Path target;
        try {
            target = place(link.root(), link.entry().target());
        } catch (ZipException | InvalidPathException e) {
            leave(link.entry(), "leads outside");
            return;
        }
        if (parent == null
                || !target.startsWith(placed)
                || !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                || parentIsLinked(Objects.requireNonNull(target.getParent()), placed)) {
            leave(link.entry(), "leads outside or to nothing");
        } else if (parentIsLinked(parent, placed) || Files.exists(link.place(), LinkOption.NOFOLLOW_LINKS)) {
            leave(link.entry(), "lies where something else is");
        } else {
            Files.createLink(link.place(), target);
        }
    }

    private static boolean parentIsLinked(Path parent, Path placed) throws IOException {
        Files.createDirectories(parent);
        Path real = placed.toRealPath();
        return !parent.toRealPath().equals(real.resolve(placed.relativize(parent)));
    }

    private static boolean staysInside(Path link, Path real) {
        try {
            return link.toRealPath().startsWith(real);
        } catch (IOException e) {
            return false; // leads to nothing, or round in circles
        }
    }

    private void leave(ArchiveEntry entry, String why) {
        String target = entry.target().isEmpty() ? "" : " -> " + entry.target();
        leftOut.add((entry.name() + target).replaceAll("\\p{Cntrl}", "?") + " " + why);
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

    private void write(Path place, Path root, ArchiveEntry entry, InputStream content) throws IOException {
        switch (entry.kind()) {
            case DIRECTORY -> Files.createDirectories(place);
            case SYMBOLIC_LINK, HARD_LINK -> links.add(new Link(place, root, entry));
            case SPECIAL -> leave(entry, "is a device or a pipe");
            case FILE -> file(place, entry, content);
        }
    }

    private void file(Path place, ArchiveEntry entry, InputStream content) throws IOException {
        Path parent = place.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (OutputStream out = Files.newOutputStream(
                place, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            byte[] bytes = new byte[(int) Math.min(CHUNK, Math.max(1, entry.bytes()))];
            long left = entry.bytes();
            while (left > 0) {
                int count = content.read(bytes, 0, (int) Math.min(bytes.length, left));
                if (count < 0) {
                    throw new ZipException("the member '" + entry.name() + "' holds less than the " + entry.bytes()
                            + " bytes that it says");
                }
                out.write(bytes, 0, count);
                left -= count;
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
