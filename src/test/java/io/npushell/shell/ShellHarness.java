package io.npushell.shell;

import io.npushell.ExitCode;
import io.npushell.process.Foreground;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Surroundings;
import io.npushell.shell.terminal.ShellCompleter;
import io.npushell.shell.view.Channel;
import io.npushell.shell.view.Glyphs;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Workbench;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The whole shell in this JVM with the real wiring: lines in, streams and exit code out; home, workspace and clock of its own.
 *
 * <p>{@code new ShellHarness(tempDir).run("use qwen-14b; set mbs 3")}; state stays on the bench between runs, as at the prompt.
 */
public final class ShellHarness {
    /** The time in every harness. */
    public static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private final Path root;
    private final Surroundings surroundings;
    private final Wiring wiring;
    private int width = Output.UNLIMITED;
    private boolean oneScreen;
    private Output hostOutput = Output.of(new PrintWriter(new StringWriter()));

    /** What one run printed and how it ended. */
    public record Result(ExitCode exit, String out, String err) {
        /** Talk and data of a command that prints only one of them. */
        public String screen() {
            return out + err;
        }

        public List<String> outLines() {
            return out.lines().toList();
        }
    }

    public ShellHarness(Path root) {
        this(root, Map.of());
    }

    /** With further environment variables over the harness's own. */
    public ShellHarness(Path root, Map<String, String> environment) {
        this.root = root;
        Map<String, String> variables = new TreeMap<>(Map.of(
                "HOME",
                root.resolve("home").toString(),
                "NPU_SHELL_HOME",
                home().toString(),
                "PATH",
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
                "NO_COLOR",
                "1",
                "LC_ALL",
                "C.UTF-8",
                "TZ",
                "UTC",
                "NPU_SHELL_PAGER",
                "off"));
        variables.putAll(environment);
        surroundings = new Surroundings(
                Clock.fixed(NOW, ZoneOffset.UTC),
                variables,
                directory(),
                home(),
                Path.of("profiles").toAbsolutePath(),
                "0.1.0",
                machine());
        try {
            Files.createDirectories(directory());
            Files.createDirectories(home());
            Files.createDirectories(machine().resolve("tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wiring = new Wiring(surroundings, this::host);
    }

    /** The npu-shell home of this harness. */
    public Path home() {
        return root.resolve("home/.npu-shell");
    }

    /** The current directory of this harness. */
    public Path directory() {
        return root.resolve("here");
    }

    /** Where this harness has the devices and the driver of its machine: {@code dev/davinci0}; there are none at first. */
    public Path machine() {
        return root.resolve("machine");
    }

    /** A workspace directory to point {@code work-dir} at. */
    public Path workspace() {
        return root.resolve("ws");
    }

    public Services services() {
        return wiring.services();
    }

    public Workbench workbench() {
        return wiring.services().workbench();
    }

    /** From now on data and talk go to a terminal of so many columns, without colour. */
    public ShellHarness onTerminal(int columns) {
        width = columns;
        return this;
    }

    /** From now on data and talk come together, in the order they were printed, as an operator sees them; both are {@code out}. */
    public ShellHarness onOneScreen() {
        oneScreen = true;
        return this;
    }

    /** Runs lines as {@code -c} would. */
    public Result run(String text) {
        return run(text, false);
    }

    /** Runs lines as {@code --json -c} would. */
    public Result runJson(String text) {
        return run(text, true);
    }

    /** The same, and Ctrl-C is pressed as soon as something like this has been printed and the command takes it. */
    public Result runUntil(Pattern shown, String text) {
        return capture(false, false, out -> wiring.scripts().run(text, "", out), shown);
    }

    private Result run(String text, boolean json) {
        return capture(json, false, out -> wiring.scripts().run(text, "", out));
    }

    /** Runs what {@code npu-shell WORDS…} or {@code run FILE} would, with the workbench restored and saved as there. */
    public Result invoke(String... arguments) {
        return invokeWith("", arguments);
    }

    /** The same with text on standard input. */
    public Result invokeWith(String standardInput, String... arguments) {
        Invocation invocation = InvocationReader.read(arguments);
        ByteArrayInputStream in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        return capture(
                invocation.json(),
                invocation.quiet(),
                out -> new Batch(new Wiring(surroundings, this::host), in, out).run(invocation));
    }

    private Result capture(boolean json, boolean quiet, Function<Output, ExitCode> run) {
        return capture(json, quiet, run, null);
    }

    private Result capture(
            boolean json, boolean quiet, Function<Output, ExitCode> run, @Nullable Pattern interruptedBy) {
        StringWriter out = new StringWriter();
        StringWriter err = oneScreen ? out : new StringWriter();
        Channel data = channel(out);
        Channel talk = channel(err);
        Output output = new Output(data, talk, () -> width, json, quiet);
        hostOutput = output;
        AtomicBoolean over = new AtomicBoolean(interruptedBy == null);
        CompletableFuture<Void> finger = CompletableFuture.runAsync(() -> {
            while (!over.get() && !(interruptedBy.matcher(out.toString()).find() && interrupts())) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        ExitCode exit = run.apply(output);
        over.set(true);
        finger.join();
        output.flush();
        return new Result(exit, out.toString(), oneScreen ? "" : err.toString());
    }

    private Channel channel(StringWriter written) {
        boolean terminal = width != Output.UNLIMITED;
        return new Channel(new PrintWriter(written), terminal, terminal, false, Glyphs.of(surroundings.environment()));
    }

    private boolean interrupts() {
        return services().interrupts().fire();
    }

    /** Host commands print into a file first: the streams of this JVM belong to the test run. */
    private int host(String line, Map<String, String> variables) {
        Path printed = root.resolve("host-output");
        int code = Foreground.run(
                List.of("sh", "-c", "exec >'" + printed + "' 2>&1 </dev/null\n" + line), directory(), variables);
        try {
            Files.readString(printed).lines().forEach(hostOutput::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return code;
    }

    /** What Tab offers at the end of a line: {@code suggestions("set tp ")}. Waits for what completion looks up in the background. */
    public List<Suggestion> suggestions(String line) {
        ShellCompleter completer = new ShellCompleter(wiring.commands(), Glyphs.UNICODE);
        completer.suggestions(line);
        services().refresher().refreshAll();
        settle();
        return completer.suggestions(line);
    }

    public Commands commands() {
        return wiring.commands();
    }

    /** Names of all commands. */
    public List<String> commandNames() {
        return List.copyOf(wiring.commands().names());
    }

    /** Waits until everything asked of the background thread has been looked up. */
    public void settle() {
        CountDownLatch done = new CountDownLatch(1);
        services().refresher().soon(done::countDown);
        try {
            if (!done.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the refresher is stuck");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Wiring wiring() {
        return wiring;
    }
}
