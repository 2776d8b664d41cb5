package io.npushell.workspace;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.DirectoryTree;
import io.npushell.io.ExclusiveLock;
import io.npushell.io.IoReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Places the code package in a workspace: unpacked aside first, then renamed, so it is there whole or not at all.
 *
 * <p>The package may be wrapped: an archive in an archive is unpacked until {@code llm_train/AscendSpeed} turns up.
 */
public final class Unpacker {
    /** Says in a placed directory which archive it is from. */
    static final String MARK = ".npu-shell-unpacked";

    private static final String CODE = "llm_train/AscendSpeed";
    private static final int DEPTH = 6;
    private static final int MOST_NESTED = 20;
    private static final long HUGE = 1L << 30;
    private static final long MOST_RATIO = 200;

    private final Path workDir;
    private final Path aside;

    public Unpacker(Path workDir) {
        this.workDir = workDir;
        this.aside = workDir.resolve(".npu-shell/unpacking");
    }

    /**
     * What came of it.
     *
     * @param placed the directory in the workspace: {@code xxx-Ascend}, or {@code llm_train}
     * @param code its AscendSpeed directory
     * @param before whether it was there already, from the same archive
     * @param leftOut members that were not made, links that lead outside and devices, with the reason
     */
    public record Outcome(Path placed, Path code, boolean before, List<String> leftOut) {
        public Outcome {
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * Unpacks.
     *
     * @param progress told how many bytes are written by now
     * @throws OperatorException NOT_FOUND where there is no such archive, FAILED where it is damaged or holds no code package, CONFLICT
     *     where something stands at its place, ENVIRONMENT where there is no room
     */
    public Outcome unpack(Path archive, LongConsumer progress) {
        if (!Files.isRegularFile(archive)) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "there is no archive '" + archive + "'",
                    "scp AscendCloud-3rdLLM-….zip " + System.getProperty("user.name") + "@THIS-HOST:" + workDir);
        }
        if (!Archive.isOne(archive)) {
            throw new OperatorException(
                    ExitCode.USAGE, "'" + archive + "' is neither .zip nor .tar.gz", "workspace unpack ZIP");
        }
        try {
            Files.createDirectories(workDir.resolve(".npu-shell"));
            try (ExclusiveLock held = lock()) {
                return locked(archive, progress, held);
            }
        } catch (InterruptedIOException e) {
            throw new OperatorException(
                    ExitCode.INTERRUPTED,
                    "unpacking was ended; nothing is left of it",
                    "workspace unpack " + archive,
                    e);
        } catch (FileSystemException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "the package cannot be unpacked: " + IoReason.withFile(e),
                    "df -h " + workDir,
                    e);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "'" + archive + "' cannot be unpacked: " + IoReason.of(e),
                    "compare its size and checksum with where it came from, and copy it again",
                    e);
        }
    }

    private ExclusiveLock lock() throws IOException {
        return ExclusiveLock.tryTake(aside.resolveSibling("unpacking.lock"))
                .orElseThrow(() -> new OperatorException(
                        ExitCode.CONFLICT, "another shell is unpacking into this workspace", "wait for it to end"));
    }

    private Outcome locked(Path archive, LongConsumer progress, @SuppressWarnings("unused") ExclusiveLock held)
            throws IOException {
        Optional<Outcome> before = before(archive);
        if (before.isPresent()) {
            return before.get();
        }
        DirectoryTree.delete(aside);
        try {
            requireRoom(archive);
            Files.createDirectories(aside);
            Unpacking unpacking = new Unpacking(progress);
            unpacking.unpack(archive, aside);
            Path code = find(unpacking)
                    .orElseThrow(() -> new OperatorException(
                            ExitCode.FAILED,
                            "'" + archive + "' holds no " + CODE + ", so it is not the code package",
                            "the package is called AscendCloud-3rdLLM-….zip"));
            return place(code, archive, unpacking);
        } finally {
            DirectoryTree.delete(aside);
        }
    }

    private Outcome place(Path code, Path archive, Unpacking unpacking) throws IOException {
        Path train = Objects.requireNonNull(code.getParent());
        Path root = Objects.requireNonNull(train.getParent());
        boolean named = !root.equals(aside) && root.getFileName().toString().endsWith("-Ascend");
        Path source = named ? root : train;
        Path target = workDir.resolve(source.getFileName());
        if (Files.exists(target)) {
            throw new OperatorException(
                    ExitCode.CONFLICT,
                    "'" + target + "' is there already, and nothing is written over it",
                    "mv " + target + " " + target + ".old   and   workspace unpack " + archive);
        }
        unpacking.link(source);
        Path mark = source.resolve(MARK);
        Files.deleteIfExists(mark); // one that came along could be a link
        Files.writeString(mark, mark(archive));
        Files.move(source, target);
        return new Outcome(
                target, named ? target.resolve(CODE) : target.resolve("AscendSpeed"), false, unpacking.leftOut());
    }

    private Optional<Outcome> before(Path archive) throws IOException {
        List<Path> places;
        try (Stream<Path> all = Files.list(workDir)) {
            places = all.filter(place -> Files.isRegularFile(place.resolve(MARK)))
                    .toList();
        }
        for (Path placed : places) {
            Path code = placed.resolve(placed.endsWith("llm_train") ? "AscendSpeed" : CODE);
            if (Files.readString(placed.resolve(MARK)).equals(mark(archive)) && Files.isDirectory(code)) {
                return Optional.of(new Outcome(placed, code, true, List.of()));
            }
        }
        return Optional.empty();
    }

    private static String mark(Path archive) throws IOException {
        return archive.getFileName() + " " + Files.size(archive) + "\n";
    }

    private void requireRoom(Path archive) throws IOException {
        long free = Files.getFileStore(workDir).getUsableSpace();
        long[] need = new long[1];
        Archive.of(archive).read((entry, content) -> {
            Unpacking.place(aside, entry.name());
            need[0] += Math.max(0, entry.bytes());
            requireRoom(need[0], free);
        });
        long packed = Math.max(1, Files.size(archive));
        if (need[0] > HUGE && need[0] / packed > MOST_RATIO) {
            throw new ZipException(String.format(
                    Locale.ROOT,
                    "unpacked it takes %,d MiB, %,d times its own size, as no code package does",
                    need[0] >> 20,
                    need[0] / packed));
        }
    }

    private void requireRoom(long need, long free) {
        if (need < 0 || need > free) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    String.format(
                            Locale.ROOT,
                            "unpacked it takes %,d MiB or more, and %,d MiB are free in '%s'",
                            need >> 20,
                            free >> 20,
                            workDir),
                    "set work-dir DIRECTORY");
        }
    }

    /** Archives inside are unpacked where they lie, those that look like the package first, until the code is there. */
    private Optional<Path> find(Unpacking unpacking) throws IOException {
        for (int round = 0; round < MOST_NESTED; round++) {
            Optional<Path> code = first(path -> path.endsWith(CODE) && Files.isDirectory(path));
            if (code.isPresent()) {
                return code;
            }
            Optional<Path> nested = first(path -> Archive.isOne(path) && Files.isRegularFile(path));
            if (nested.isEmpty()) {
                return Optional.empty();
            }
            Path inner = nested.get();
            Path parent = inner.getParent();
            if (parent == null) {
                throw new ZipException("an archive inside has no directory");
            }
            requireRoom(inner);
            unpacking.unpack(inner, parent);
            Files.delete(inner);
        }
        return Optional.empty();
    }

    private Optional<Path> first(java.util.function.Predicate<Path> wanted) throws IOException {
        try (Stream<Path> paths = Files.walk(aside, DEPTH)) {
            return paths.filter(wanted)
                    .min(Comparator.comparing((Path path) -> !path.toString().contains("3rdLLM"))
                            .thenComparing(Path::getNameCount)
                            .thenComparing(Comparator.reverseOrder()));
        }
    }

    /** Code packages that lie in the workspace, to be unpacked; the newest name last. */
    public static List<Path> packages(Path workDir) {
        try (Stream<Path> files = Files.list(workDir)) {
            return files.filter(file ->
                            Archive.isOne(file) && file.getFileName().toString().startsWith("AscendCloud-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
