package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.AtomicFile;
import io.npushell.io.FileRights;
import io.npushell.io.IoReason;
import io.npushell.json.JsonFields;
import io.npushell.json.JsonTree;
import io.npushell.weights.SavedIteration;
import io.npushell.weights.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a checkpoint to its last byte before a training goes on from it, and compares the checksums it has: the training itself looks at none.
 *
 * <p>A file found sound is remembered by its size and time in {@code .npu-shell/verified.jsonl} of the workspace and not read again; that file is only a
 * saving of time, and one that cannot be read or written costs nothing else.
 */
public final class CheckpointReading {
    private static final String FILE = "verified.jsonl";
    private static final int READERS = 4;
    private static final int REMEMBERED = 20_000;
    private static final long LARGEST_MEMORY = 8 << 20;

    private final Path memory;
    private final Progress progress;

    /** Told how far it is; what it throws ends the reading, and what was read is remembered. */
    public interface Progress {
        /** Before the first byte, where there is anything to read. */
        void begins(Path checkpoint, int files, long bytes);

        /** From several threads, one at a time. */
        void read(long bytes, long of);
    }

    public CheckpointReading(Path workDir, Progress progress) {
        this.memory = workDir.resolve(".npu-shell").resolve(FILE);
        this.progress = progress;
    }

    /**
     * Reads one iteration.
     *
     * @throws OperatorException FAILED where a checksum does not match or a file cannot be read to its end
     */
    public void read(Path directory, long iteration) {
        SavedIteration saved = SavedIteration.list(directory).stream()
                .filter(found -> found.number() == iteration)
                .findFirst()
                .orElse(null);
        if (saved == null) {
            return;
        }
        Set<String> known = known();
        Map<Path, String> files = new LinkedHashMap<>();
        for (Path part : saved.parts()) {
            if (part.toString().endsWith(".pt") && !known.contains(mark(part))) {
                files.put(part, mark(part));
            }
        }
        if (!files.isEmpty()) {
            long bytes = files.keySet().stream()
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            progress.begins(saved.directory(), files.size(), bytes);
            report(saved, all(files, bytes));
        }
    }

    private List<String> all(Map<Path, String> files, long bytes) {
        ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
        Set<String> sound = ConcurrentHashMap.newKeySet();
        AtomicLong done = new AtomicLong();
        int readers =
                Math.min(Math.min(files.size(), READERS), Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, readers), CheckpointReading::thread);
        try {
            List<Future<?>> readings = new ArrayList<>();
            files.forEach((file, mark) -> readings.add(pool.submit(() -> {
                List<String> found = one(file, done, bytes);
                problems.addAll(found);
                if (found.isEmpty() && mark(file).equals(mark)) {
                    sound.add(mark);
                }
            })));
            for (Future<?> reading : readings) {
                reading.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException stopped) {
                throw stopped;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException(
                    ExitCode.INTERRUPTED, "reading the checkpoint was stopped; nothing was started");
        } finally {
            pool.shutdownNow();
            remember(sound);
        }
        return List.copyOf(problems);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "checkpoint-reading");
        thread.setDaemon(true);
        return thread;
    }

    private List<String> one(Path file, AtomicLong done, long bytes) {
        try {
            return WholeFile.checksums(file, count -> {
                        synchronized (progress) {
                            progress.read(done.addAndGet(count), bytes);
                        }
                    })
                    .problems();
        } catch (IOException e) {
            return List.of("'" + file + "' cannot be read to its end: " + IoReason.of(e));
        }
    }

    private static void report(SavedIteration saved, List<String> problems) {
        if (problems.isEmpty()) {
            return;
        }
        String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        String earlier = SavedIteration.list(saved.directory().resolveSibling("")).stream()
                .filter(other -> other.number() < saved.number() && other.loadable())
                .map(other -> "!printf " + other.number() + " > "
                        + io.npushell.plan.CommandText.quote(saved.directory()
                                .resolveSibling(io.npushell.weights.Checkpoints.TRACKER)
                                .toString()))
                .findFirst()
                .orElse("take another checkpoint");
        throw new OperatorException(
                ExitCode.FAILED, problems.get(0) + more + "; nothing was started", earlier + "   or   --no-verify");
    }

    /** What a file is known by: another size or time makes it another. */
    private static String mark(Path file) {
        try {
            return file.toRealPath() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return file + " unreadable";
        }
    }

    private Set<String> known() {
        Set<String> marks = new TreeSet<>();
        try {
            if (Files.isRegularFile(memory, LinkOption.NOFOLLOW_LINKS) && Files.size(memory) <= LARGEST_MEMORY) {
                for (String line : Files.readAllLines(memory)) {
                    JsonFields json = JsonTree.parseObject(line);
                    marks.add(json.required("file"));
                }
            }
        } catch (IOException e) {
            // a damaged one is begun anew
        }
        return marks;
    }

    private void remember(Set<String> sound) {
        if (sound.isEmpty()) {
            return;
        }
        Set<String> marks = known();
        if (marks.size() + sound.size() > REMEMBERED) {
            marks.clear();
        }
        marks.addAll(sound);
        StringBuilder text = new StringBuilder();
        marks.forEach(
                mark -> text.append(JsonTree.compact(Map.of("file", mark))).append('\n'));
        try {
            Files.createDirectories(memory.getParent());
            AtomicFile.write(memory, text.toString(), FileRights.PRIVATE);
        } catch (IOException e) {
            // it is read again next time
        }
    }
}
