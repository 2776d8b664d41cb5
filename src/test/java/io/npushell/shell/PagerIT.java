package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Output that is longer than the screen of a real terminal. */
@Timeout(180)
class PagerIT {
    private static final String MORE = "--More--";

    @TempDir
    Path root;

    private RealShell shell;

    @BeforeEach
    void aShell() throws Exception {
        assumeTrue(TerminalSession.available(), "tmux is not installed");
        shell = new RealShell(root).with("NPU_SHELL_PAGER", "");
    }

    @Test
    void pagesWithoutLosingAKeyAndLeavesTheTerminalAsItWas() {
        try (TerminalSession terminal = shell.terminal(100, 20)) {
            terminal.waitForPrompt("npu-shell ›");
            for (String leaving : List.of("q", "C-c")) {
                terminal.enter("help all").waitFor(MORE);
                assertThat(terminal.screen()).contains("Profiles and presets");
                terminal.key("Space").waitFor("Check and plan");
                terminal.key(leaving, "echo", "Space", "kept", "Enter").waitFor("\nkept\n");
                terminal.waitForPrompt("npu-shell ›");
                // what was shown stays, without the prompt of the pager
                assertThat(terminal.screen()).contains("Check and plan").doesNotContain(MORE);
                terminal.clear();
            }
            terminal.enter("!stty -a | grep -o ' icanon'; stty -a | grep -o 'intr = ^C'")
                    .waitFor("\n icanon\nintr = ^C\n")
                    .waitForPrompt("npu-shell ›");
            terminal.key("C-d").waitFor("ended with 0");
        }
    }

    @Test
    void linesPastedAheadArePrompted() {
        try (TerminalSession terminal = shell.terminal(100, 20)) {
            terminal.waitForPrompt("npu-shell ›");
            terminal.type("!sleep 0.5\rhelp all\recho ahead\r").waitFor("\nahead\n");
            assertThat(terminal.screen()).doesNotContain(MORE);
        }
    }

    @Test
    void countsChineseByItsCellsAndFollowsTheWindow() throws Exception {
        Path history = Files.createDirectories(shell.home()).resolve("history");
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 30; i++) {
            lines.append("1700000000000:echo ")
                    .append("训练日志".repeat(8))
                    .append(" end")
                    .append(i)
                    .append('\n');
        }
        Files.writeString(history, lines);
        try (TerminalSession terminal = shell.terminal(41, 12)) {
            terminal.waitForPrompt("npu-shell ›");
            // each takes three rows of the eleven
            terminal.enter("history 30").waitFor(MORE);
            assertThat(terminal.screen())
                    .startsWith("    2  echo 训练")
                    .contains("end4")
                    .doesNotContain("end5");
            terminal.resize(100, 12);
            terminal.waitFor("q leave");
            assertThat(terminal.screen())
                    .startsWith("    2  echo 训练")
                    .contains("end4")
                    .doesNotContain("end5");
            terminal.key("Space").waitFor("end8");
            terminal.key("q").waitForPrompt("npu-shell ›");
        }
    }

    @Test
    void aProgramTakesItsPlaceOnTheTerminal() throws Exception {
        shell.withProgram(
                "ask", "#!/bin/sh\ncat >/dev/null\nprintf 'key? '\nread -r key </dev/tty\necho \"got $key\"\n");
        shell.with("NPU_SHELL_PAGER", "ask");
        try (TerminalSession terminal = shell.terminal(100, 20)) {
            terminal.waitForPrompt("npu-shell ›");
            terminal.enter("help all").waitFor("key?");
            terminal.enter("k").waitFor("\ngot k\n").waitForPrompt("npu-shell ›");
            terminal.enter("echo here").waitFor("\nhere\n");
        }
    }
}
