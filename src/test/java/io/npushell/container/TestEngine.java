package io.npushell.container;

import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import io.npushell.process.CommonsExecRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A real docker daemon for the tests of this JVM, brought up by the first that asks and taken down at the end; with images of this host's own programs.
 *
 * <p>Where CI is "true" it must come up; elsewhere tests without root or dockerd are skipped.
 */
public final class TestEngine {
    /** With everything a session needs, user ma-user. */
    public static final String IMAGE = "npu-shell-test:1";

    /** The same without flock. */
    public static final String IMAGE_WITHOUT_FLOCK = "npu-shell-test:without-flock";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static TestEngine running;

    private final Path directory;
    private final CommandRunner plain = new CommonsExecRunner();

    private TestEngine(Path directory) {
        this.directory = directory;
    }

    /** The daemon, up. */
    public static synchronized TestEngine require() {
        boolean mustRun = "true".equals(System.getenv("CI"));
        boolean canRun = "root".equals(System.getProperty("user.name")) && onPath("dockerd") && onPath("docker");
        Assumptions.assumeTrue(mustRun || canRun, "no root, or no dockerd to bring up");
        if (running == null) {
            try {
                TestEngine engine = new TestEngine(Files.createTempDirectory(Path.of("/tmp"), "npu-d"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> engine.script("down")));
                engine.must(engine.script("up"));
                engine.makeImage(IMAGE);
                engine.makeImage(IMAGE_WITHOUT_FLOCK, "flock");
                running = engine;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    /** What makes docker commands talk to it. */
    public Map<String, String> environment() {
        return Map.of("DOCKER_HOST", "unix://" + directory + "/docker.sock");
    }

    /** A runner whose docker commands talk to it. */
    public CommandRunner runner() {
        return (command, place, environment, timeout) -> {
            Map<String, String> variables = new HashMap<>(environment());
            variables.putAll(environment);
            return plain.run(command, place, variables, timeout);
        };
    }

    public ContainerEngine engine() {
        return new ContainerEngine(runner());
    }

    /** Runs docker and wants it to succeed; gives what it printed. */
    public String docker(String... words) {
        return must(engine().docker(List.of(words), LIMIT)).out().strip();
    }

    /** KILLs the daemon: containers go on, and nobody can ask for them. */
    public void killDaemon() {
        must(script("kill"));
    }

    public void startDaemon() {
        must(script("start"));
    }

    private void makeImage(String name, String... without) throws IOException {
        Path root = directory.resolve(name.replace(':', '-'));
        must(sh("exec sh src/test/resources/container/image-root.sh \"$@\"", words(root.toString(), without)));
        must(sh(
                "tar -C \"$1\" -c . | docker import -c 'ENV PATH=/usr/local/sbin:/usr/bin:/bin' -c 'ENV LC_IMAGE=of-the-image'"
                        + " -c 'USER ma-user' - \"$2\"",
                List.of(root.toString(), name)));
    }

    private static List<String> words(String first, String... others) {
        List<String> words = new java.util.ArrayList<>(List.of(first));
        words.addAll(List.of(others));
        return words;
    }

    private CommandOutput script(String what) {
        return sh("exec sh src/test/resources/container/docker-engine.sh \"$@\"", List.of(what, directory.toString()));
    }

    private CommandOutput sh(String script, List<String> words) {
        List<String> command = new java.util.ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(words);
        return runner().run(command, Path.of("").toAbsolutePath(), Map.of(), LIMIT);
    }

    private CommandOutput must(CommandOutput output) {
        if (!output.succeeded()) {
            throw new AssertionError("exit code " + output.exitCode() + (output.timedOut() ? ", timed out: " : ": ")
                    + output.err() + output.out());
        }
        return output;
    }

    private static boolean onPath(String program) {
        for (String place : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(place, program))) {
                return true;
            }
        }
        return false;
    }
}
