package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.view.Glyphs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** A conversation on a terminal in memory: keys as bytes in, everything the terminal was sent out. */
final class Keyboard implements AutoCloseable {
    static final String TAB = "\t";
    static final String ENTER = "\r";
    static final String CTRL_C = "\u0003";
    static final String CTRL_D = "\u0004";
    static final String CTRL_R = "\u0012";
    static final String RIGHT = "\u001bOC";
    static final String UP = "\u001bOA";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final LineDisciplineTerminal terminal;
    private final CompletableFuture<ExitCode> ending;
    private final String prompt;
    private int seen;

    Keyboard(ShellHarness shell, String type) {
        this(shell, type, new Size(100, 30));
    }

    Keyboard(ShellHarness shell, String type, Size size) {
        try {
            terminal = new LineDisciplineTerminal("keyboard", type, sent, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal.setSize(size);
        Glyphs glyphs = Glyphs.of(shell.services().surroundings().environment());
        prompt = glyphs.prompt() + " ";
        ending = CompletableFuture.supplyAsync(() -> new Conversation(
                        shell.wiring(), terminal, Conversation.output(terminal, false, false, false, glyphs), false)
                .run());
        waitFor(prompt);
    }

    /** Types a line at the prompt and waits for what it prints and the prompt after it; keys typed while no line is read are not the editor's. */
    Keyboard enter(String line, String printed) {
        type(line, ENTER).waitFor(printed);
        waitFor(prompt);
        return this;
    }

    Keyboard type(String... keys) {
        try {
            for (String key : keys) {
                terminal.processInputBytes(key.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Waits until the terminal was sent this text after what was waited for before; gives what was sent up to it. */
    String waitFor(String text) {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String screen = printed();
            int found = screen.indexOf(text, seen);
            if (found >= 0) {
                String between = screen.substring(seen, found + text.length());
                seen = found + text.length();
                return between;
            }
            assertThat(System.nanoTime())
                    .as("waiting for '%s' in '%s'", text, screen.substring(seen))
                    .isLessThan(limit);
            Thread.onSpinWait();
        }
    }

    /** Everything sent so far, without colours and movements. */
    String printed() {
        return sent.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|\u001b[=>]", "");
    }

    void resize(int columns, int rows) {
        terminal.setSize(new Size(columns, rows));
        terminal.raise(org.jline.terminal.Terminal.Signal.WINCH);
    }

    ExitCode waitForEnd() {
        try {
            return ending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the conversation did not end: " + printed(), e);
        }
    }

    @Override
    public void close() {
        try {
            if (!ending.isDone()) {
                type(CTRL_C).waitFor(prompt);
                type(CTRL_D);
                waitForEnd();
            }
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
