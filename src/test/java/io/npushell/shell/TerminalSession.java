package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real terminal for tests: tmux runs a program, we type keys and read the screen.
 *
 * <p>{@code try (TerminalSession terminal = TerminalSession.start(dir, environment, command)) { terminal.type("set tp ").key("Tab").waitFor("recommended"); }}
 */
public final class TerminalSession implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TAB = Duration.ofSeconds(2);
    private static final int COLUMNS = 110;
    private static final int ROWS = 40;

    private final String socket;

    private TerminalSession(String socket) {
        this.socket = socket;
    }

    /** Whether this machine has tmux; tests that need it assume so. */
    public static boolean available() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "tmux")));
    }

    /** Starts a command in a terminal of its own; when it ends, the screen says "ended with" and its exit code. */
    public static TerminalSession start(Path directory, Map<String, String> environment, List<String> command) {
        return start(directory, environment, command, COLUMNS, ROWS);
    }

    /** The same in a terminal of another size. */
    public static TerminalSession start(
            Path directory, Map<String, String> environment, List<String> command, int columns, int rows) {
        // hidden, so that no completion of file names in a test meets it
        String socket = directory.resolve(".tmux-" + System.nanoTime()).toString();
        TerminalSession session = new TerminalSession(socket);
        List<String> tmux = new ArrayList<>(List.of(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                Integer.toString(columns),
                "-y",
                Integer.toString(rows),
                "-c",
                directory.toString()));
        tmux.addAll(List.of("env"));
        environment.forEach((name, value) -> tmux.add(name + "=" + value));
        // what stays of the screen when the program is killed is looked at, so its terminal stays
        tmux.addAll(List.of("sh", "-c", "trap : INT; \"$@\"; echo \"ended with $?\"; sleep 600", "sh"));
        tmux.addAll(command);
        session.tmux(tmux);
        return session;
    }

    /** Types text as it is. */
    public TerminalSession type(String text) {
        tmux(List.of("send-keys", "-l", "--", text));
        return this;
    }

    /** Pastes text as a terminal does: in one piece, between two marks where the program has asked for them. */
    public TerminalSession paste(String text) {
        tmux(List.of("set-buffer", "--", text, ";", "paste-buffer", "-p", "-d"));
        return this;
    }

    /** Presses keys by tmux's names: "Tab", "Enter", "C-c", "Up", "Right". */
    public TerminalSession key(String... names) {
        List<String> command = new ArrayList<>(List.of("send-keys"));
        command.addAll(List.of(names));
        tmux(command);
        return this;
    }

    /** Types a line and Enter. */
    public TerminalSession enter(String line) {
        return type(line).key("Enter");
    }

    /** Waits until the screen shows this text. */
    public TerminalSession waitFor(String text) {
        return waitForMatch(Pattern.quote(text), PATIENCE);
    }

    /** Presses Tab until the screen shows this text: what completion knows is looked up in the background. */
    public TerminalSession tabFor(String text) {
        Pattern wanted = Pattern.compile(Pattern.quote(text));
        long limit = System.nanoTime() + PATIENCE.toNanos();
        do {
            key("Tab");
            long next = System.nanoTime() + TAB.toNanos();
            while (System.nanoTime() < next) {
                if (wanted.matcher(screen()).find()) {
                    return this;
                }
                pause();
            }
        } while (System.nanoTime() < limit);
        throw new AssertionError("Tab never brought '" + text + "' on\n" + screen());
    }

    /** Waits until something on the screen matches. */
    public TerminalSession waitForMatch(String pattern, Duration patience) {
        Pattern wanted = Pattern.compile(pattern, Pattern.MULTILINE);
        long limit = System.nanoTime() + patience.toNanos();
        String screen = screen();
        while (!wanted.matcher(screen).find()) {
            assertThat(System.nanoTime())
                    .as("waiting for '%s' on%n%s", pattern, screen)
                    .isLessThan(limit);
            pause();
            screen = screen();
        }
        return this;
    }

    /** Waits until the last line with anything on it begins so: a prompt is there. */
    public TerminalSession waitForPrompt(String prompt) {
        return waitForMatch("^" + Pattern.quote(prompt) + "\\s*\\z", PATIENCE);
    }

    /** What is on the screen now, blanks at the ends of lines left out. */
    public String screen() {
        return tmux(List.of("capture-pane", "-p"));
    }

    /** The same with colours and weights, as the terminal would be told them. */
    public String styledScreen() {
        return tmux(List.of("capture-pane", "-p", "-e"));
    }

    /** Empties the screen and its memory, so that what is waited for next is new. */
    public TerminalSession clear() {
        key("C-l");
        tmux(List.of("clear-history"));
        return this;
    }

    /** What matched on the screen, by the first group of a pattern that was waited for. */
    public String read(String pattern) {
        waitForMatch(pattern, PATIENCE);
        Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(screen());
        assertThat(matcher.find()).as("'%s' on%n%s", pattern, screen()).isTrue();
        return matcher.group(1);
    }

    /** The program in the terminal. */
    public ProcessHandle program() {
        long pane =
                Long.parseLong(tmux(List.of("list-panes", "-F", "#{pane_pid}")).strip());
        return ProcessHandle.of(pane)
                .flatMap(shell -> shell.children().findFirst())
                .orElseThrow();
    }

    public void resize(int columns, int rows) {
        tmux(List.of("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows)));
    }

    @Override
    public void close() {
        tmux(List.of("kill-server"));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(30);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String tmux(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("TMUX");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("tmux %s: %s", arguments, out).isZero();
            return out;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
