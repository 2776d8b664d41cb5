package io.npushell.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is done to a directory with all below it. Links are not followed. */
public final class DirectoryTree {
    private DirectoryTree() {}

    /** Makes the names in all its directories last through a power cut. */
    public static void force(Path root) throws IOException {
        for (Path path : paths(root)) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                AtomicFile.forceDirectory(path);
            }
        }
    }

    /** Removes it; nothing where it is not there. */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path path : paths(root)) {
            Files.deleteIfExists(path);
        }
    }

    /** Bytes its files hold; 0 where it is not there or may not be read. */
    public static long size(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** The deepest first. */
    private static List<Path> paths(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
