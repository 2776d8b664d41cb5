package io.npushell.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A training in a JVM of its own, its log in a file. */
final class EngineProcess implements AutoCloseable {
    static final Path THIS_JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Process process;
    private final Path log;

    private EngineProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static EngineProcess java(Engine engine, Path java, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx256m", "-Xshare:auto"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "--add-modules", "jdk.incubator.vector", "-cp", classPath(), "io.npushell.trainer.Main", "train"));
        return start(engine, command);
    }

    static EngineProcess start(Engine engine, List<String> command) throws IOException {
        Path log = Files.createTempFile(engine.home, "run", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(engine.environment);
        builder.environment().put("PATH", System.getenv("PATH"));
        return new EngineProcess(builder.start(), log);
    }

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    int waitFor() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + LIMIT + ":\n" + log());
        }
        return process.exitValue();
    }

    /** Waits until the log holds a text, or the process has ended. */
    void waitForLog(String text) throws InterruptedException {
        waitUntil(() -> log().contains(text));
    }

    void waitUntil(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("did not come:\n" + log());
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** As {@code kill}. */
    void terminate() {
        process.destroy();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
