package io.npushell.shell;

import io.npushell.ExitCode;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Surroundings;
import io.npushell.shell.script.Lexer;
import io.npushell.shell.script.RawWord;
import io.npushell.shell.view.Channel;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Workbench;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** What one run printed and how it ended. */
    public record Result(ExitCode exit, String out, String err) {
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
                "UTC"));
        variables.putAll(environment);
        surroundings = new Surroundings(
                Clock.fixed(NOW, ZoneOffset.UTC),
                variables,
                directory(),
                home(),
                Path.of("profiles").toAbsolutePath(),
                "0.1.0");
        try {
            Files.createDirectories(directory());
            Files.createDirectories(home());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        wiring = new Wiring(surroundings);
    }

    /** The npu-shell home of this harness. */
    public Path home() {
        return root.resolve("home/.npu-shell");
    }

    /** The current directory of this harness. */
    public Path directory() {
        return root.resolve("here");
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

    /** From now on data goes to a terminal of so many columns, without colour. */
    public ShellHarness onTerminal(int columns) {
        width = columns;
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

    private Result run(String text, boolean json) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Channel data = new Channel(new java.io.PrintWriter(out), width != Output.UNLIMITED, false);
        ExitCode exit = wiring.scripts().run(text, "", new Output(data, Channel.plain(err), () -> width, json, false));
        return new Result(exit, out.toString(), err.toString());
    }

    /** What Tab offers at the end of a line, by value: {@code suggestions("set tp ")}. */
    public List<Suggestion> suggestions(String line) {
        List<String> words = new ArrayList<>(Lexer.commands(line).stream()
                .reduce((first, second) -> second)
                .map(command -> command.words().stream().map(RawWord::spelled).toList())
                .orElse(List.of()));
        String word = line.endsWith(" ") || words.isEmpty() ? "" : words.remove(words.size() - 1);
        Commands.Match match = wiring.commands().find(words).orElseThrow();
        return match.command()
                .complete(Completion.of(match.command().doc(), words.subList(match.nameWords(), words.size()), word));
    }
}
