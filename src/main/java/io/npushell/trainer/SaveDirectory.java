package io.npushell.trainer;

import io.npushell.io.AtomicFile;
import io.npushell.io.DirectoryTree;
import io.npushell.weights.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory checkpoints are saved into.
 *
 * <p>An iteration is written under a temporary name, forced to disk, renamed, and only then named by the tracker: whenever the process dies, the checkpoint
 * that the tracker names is whole. One that is already there under the same name steps aside until the new one is in place.
 */
final class SaveDirectory {
    private static final Pattern LEFTOVER = Pattern.compile("(iter_[0-9]+)\\.(tmp|old)\\.([0-9]+)");

    private final Path directory;
    private final long process = ProcessHandle.current().pid();

    SaveDirectory(Path directory) {
        this.directory = directory;
    }

    Path path() {
        return directory;
    }

    /** Makes the directory and clears away what dead trainings left half-done. */
    void prepare() throws IOException {
        Files.createDirectories(directory);
        List<Path> children;
        try (Stream<Path> listed = Files.list(directory)) {
            children = listed.toList();
        }
        for (Path child : children) {
            Matcher name = LEFTOVER.matcher(child.getFileName().toString());
            if (name.matches() && isDead(name.group(3))) {
                clear(child, directory.resolve(name.group(1)), name.group(2).equals("old"));
            }
        }
    }

    private boolean isDead(String text) {
        try {
            long number = Long.parseLong(text);
            return number == process || ProcessHandle.of(number).isEmpty();
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static void clear(Path leftover, Path iteration, boolean stoodAside) throws IOException {
        if (stoodAside && !Files.exists(iteration)) {
            Files.move(leftover, iteration, StandardCopyOption.ATOMIC_MOVE);
        } else {
            DirectoryTree.delete(leftover);
        }
    }

    /** Writes the files of an iteration. */
    interface Contents {
        void writeTo(Path iterationDirectory) throws IOException;
    }

    /** Saves an iteration; where that fails nothing has changed. */
    void save(long iteration, Contents contents) throws IOException {
        Path target = Checkpoints.iterationDirectory(directory, iteration);
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp." + process);
        try {
            DirectoryTree.delete(temporary);
            Files.createDirectories(temporary);
            contents.writeTo(temporary);
            DirectoryTree.force(temporary);
        } catch (IOException | RuntimeException e) {
            discard(temporary, e);
            throw e;
        }
        putInPlace(temporary, target);
        Checkpoints.writeTracker(directory, iteration);
        AtomicFile.forceDirectory(directory);
    }

    private void putInPlace(Path temporary, Path target) throws IOException {
        Path aside = target.resolveSibling(target.getFileName() + ".old." + process);
        boolean replaces = Files.exists(target);
        if (replaces) {
            DirectoryTree.delete(aside);
            Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.forceDirectory(directory);
        if (replaces) {
            DirectoryTree.delete(aside);
        }
    }

    private static void discard(Path temporary, Exception cause) {
        try {
            DirectoryTree.delete(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
