package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.session.Session;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandTest {
    @TempDir
    Path root;

    @BeforeEach
    void aSessionWithALog() throws IOException {
        // its record is missing; its log is there all the same
        Path session =
                Files.createDirectories(root.resolve("home/npu-work/.npu-shell/sessions/0001-qwen-nano-pretrain"));
        Files.writeString(session.resolve("run.log"), "one\ntwo\nthree \u0001\n");
    }

    @Test
    void printsTheLastLines() {
        assertThat(new ShellHarness(root).run("log 1 --lines 2").out()).isEqualTo("two\nthree \u0001\n");
    }

    @Test
    void asJsonItIsOneDocument() {
        assertThat(new ShellHarness(root).run("log 1 --lines 2 --json").out()).isEqualTo("""
                        {
                          "schema" : "npu-shell/log/1",
                          "id" : "1",
                          "lines" : [ "two", "three \\u0001" ]
                        }
                        """);
    }

    @Test
    void followedAsJsonItIsAnObjectALineAndTheSessionLast() {
        assertThat(new ShellHarness(root).run("log 1 --lines 1 --follow --json").outLines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "{\"schema\":\"npu-shell/log-line/1\",\"id\":\"1\",\"line\":\"three \\u0001\"}"),
                        summary -> assertThat(summary).startsWith("{\"schema\":\"npu-shell/session/1\",\"id\":\"1\""));
    }

    /** As tail does, and as a shell says it of any program that Ctrl-C ended. */
    @Test
    void ctrlCLeavesAFollowedLogWith130() throws Exception {
        ShellHarness shell = new ShellHarness(root);
        Session running = RecordedSession.in(shell).trained(1, 2).running().create();
        CompletableFuture<Result> followed = CompletableFuture.supplyAsync(
                () -> shell.run("log " + running.id().text() + " --follow"));
        while (!shell.services().interrupts().fire()) {
            Thread.onSpinWait();
        }

        assertThat(followed.get(30, TimeUnit.SECONDS)).satisfies(result -> {
            assertThat(result.exit()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(result.err()).isEqualTo("detached; session 2 keeps running.\n");
        });
    }
}
