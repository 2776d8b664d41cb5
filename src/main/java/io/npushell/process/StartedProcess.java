package io.npushell.process;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.commons.exec.ProcessDestroyer;

/** Learns the process that Commons Exec starts, to end it with all it started: Commons Exec's own watchdog ends only the direct child. */
final class StartedProcess implements ProcessDestroyer {
    private static final int ROUNDS = 3;

    private final CompletableFuture<Process> process = new CompletableFuture<>();

    @Override
    public boolean add(Process started) {
        return process.complete(started);
    }

    @Override
    public boolean remove(Process ended) {
        return true;
    }

    @Override
    public int size() {
        return process.isDone() ? 1 : 0;
    }

    void killTree() {
        try {
            ProcessHandle root = process.get(1, TimeUnit.SECONDS).toHandle();
            for (int round = 0; round < ROUNDS; round++) {
                kill(root);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the command has no process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void kill(ProcessHandle root) {
        List<ProcessHandle> tree = Stream.concat(
                        root.descendants(),
                        ProcStat.all(Path.of("/proc")).stream()
                                .filter(stat -> stat.group() == root.pid() || stat.session() == root.pid())
                                .flatMap(stat -> ProcessHandle.of(stat.pid()).stream()))
                .distinct()
                .toList();
        root.destroyForcibly();
        tree.forEach(ProcessHandle::destroyForcibly);
    }
}
