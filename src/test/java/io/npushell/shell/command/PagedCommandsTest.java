package io.npushell.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.shell.ShellHarness;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commands the prompt may show page by page. */
class PagedCommandsTest {
    @TempDir
    Path root;

    private Commands commands;

    @BeforeEach
    void start() {
        commands = new ShellHarness(root).commands();
    }

    @Test
    void thoseThatShowWhatTheyHaveFound() {
        for (String name : List.of(
                "help",
                "explain",
                "show",
                "profile show",
                "plan",
                "check",
                "log",
                "diff",
                "sessions",
                "data inspect",
                "weights inspect",
                "doctor",
                "history")) {
            assertThat(paged(name)).as(name).isTrue();
        }
    }

    @Test
    void noneThatWaitsAsksOrGoesOn() {
        for (String name : List.of(
                "tail",
                "wait",
                "launch",
                "resume",
                "stop",
                "data prepare",
                "weights convert",
                "weights merge",
                "workspace fetch",
                "workspace unpack",
                "container enter",
                "container start",
                "sample",
                "source",
                "preset delete")) {
            assertThat(paged(name)).as(name).isFalse();
        }
        assertThat(paged("log", "12", "--follow")).isFalse();
        assertThat(paged("log", "--raw")).isFalse();
        assertThat(paged("log", "12", "--all")).isTrue();
    }

    private boolean paged(String name, String... words) {
        return commands.find(List.of(name.split(" ")))
                .orElseThrow()
                .command()
                .doc()
                .paged(List.of(words));
    }
}
