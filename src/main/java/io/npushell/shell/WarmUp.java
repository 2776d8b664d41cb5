package io.npushell.shell;

import io.npushell.shell.command.Surroundings;
import io.npushell.shell.view.Glyphs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** Types a short conversation into a terminal that is none, so that the class-data archive holds what a start needs. */
final class WarmUp {
    private static final String KEYS = """
            he\t
            set tp \t\u0015use qwen-nano/pretrain
            set tp \t\u0015set work-dir .
            show
            explain tp
            plan
            check
            sessions
            sessions --json
            profile list
            echo 'a b' $HOME
            assert 1 < 2
            exit
            """;

    private WarmUp() {}

    static void run(Surroundings real) {
        try {
            Path home = Files.createTempDirectory("npu-shell-warm-up");
            try {
                Surroundings surroundings =
                        new Surroundings(real.clock(), real.environment(), home, home, real.profiles(), real.version());
                converse(new Wiring(surroundings));
            } finally {
                remove(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void converse(Wiring wiring) throws IOException {
        try (Terminal terminal = new LineDisciplineTerminal(
                "warm-up", "xterm-256color", OutputStream.nullOutputStream(), StandardCharsets.UTF_8)) {
            ((LineDisciplineTerminal) terminal).processInputBytes(KEYS.getBytes(StandardCharsets.UTF_8));
            new Conversation(wiring, terminal, Conversation.output(terminal, true, false, false, Glyphs.UNICODE), true)
                    .run();
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
