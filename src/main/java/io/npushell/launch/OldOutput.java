package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.weights.Checkpoints;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes room for a training's output where the operator says so. */
final class OldOutput {
    private static final Pattern CHECKPOINT = Pattern.compile("iter_\\d{7,}|release");

    private OldOutput() {}

    /** Where it would be moved: the first free name. */
    static Path aside(Path directory, String suffix) {
        Path aside = directory.resolveSibling(directory.getFileName() + ".archived-" + suffix);
        for (int number = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); number++) {
            aside = directory.resolveSibling(directory.getFileName() + ".archived-" + suffix + "-" + number);
        }
        return aside;
    }

    /** Moves the whole directory aside; a rename, so it takes no time and no space. */
    static void archive(Path directory, Path aside) {
        try {
            Files.move(directory, aside);
        } catch (IOException e) {
            throw failure(directory, "moved to " + aside, e);
        }
    }

    /**
     * Deletes the checkpoints, tracker first: left there, a later resume would take them for those of the new training. The newest goes last, so that
     * most is left where it does not come to its end.
     */
    static void clear(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(Checkpoints.TRACKER));
            for (Path checkpoint : checkpoints(directory)) {
                delete(checkpoint);
            }
        } catch (IOException e) {
            throw failure(directory, "cleared", e);
        }
    }

    private static List<Path> checkpoints(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory)
                    .filter(child ->
                            CHECKPOINT.matcher(child.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static OperatorException failure(Path directory, String what, IOException cause) {
        return new OperatorException(
                ExitCode.ENVIRONMENT,
                "the old output " + directory + " cannot be " + what + ": " + IoReason.of(cause),
                "check who owns it: !ls -ld " + directory,
                cause);
    }
}
