package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt in a real terminal. */
@Timeout(180)
class PromptIT {
    /** An escape sequence that sets a colour, and not only a weight. */
    private static final String COLOUR = "\u001b\\[([0-9;]*;)?(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]";

    @TempDir
    Path root;

    @BeforeEach
    void needsTmux() {
        assumeTrue(TerminalSession.available(), "tmux is not installed");
    }

    @Test
    void completesRunsClearsAndLeaves() {
        try (TerminalSession terminal = start(Map.of())) {
            terminal.waitForPrompt("npu-shell ›");
            terminal.type("ech").key("Tab").type("hello").key("Enter").waitFor("\nhello\n");
            terminal.type("help e").key("Tab").waitFor("leave; sessions go on");
            terminal.key("C-c").waitForPrompt("npu-shell ›");
            terminal.enter("sohw").waitFor("unknown command 'sohw'");
            terminal.enter("!stty -a | grep -o ' icanon'")
                    .waitFor("\n icanon\n")
                    .waitForPrompt("npu-shell ›");
            terminal.key("C-d").waitFor("ended with 0");
        }
    }

    @Test
    void ctrlCEndsAHostCommandAndStays() {
        try (TerminalSession terminal = start(Map.of())) {
            terminal.waitForPrompt("npu-shell ›");
            terminal.enter("!echo started; exec sleep 300").waitFor("\nstarted\n");
            terminal.key("C-c").waitFor("ended with exit code 130");
            terminal.enter("echo still here").waitFor("\nstill here\n");
        }
    }

    @Test
    void losesNoKeyThatFollowsCtrlC() {
        try (TerminalSession terminal = start(Map.of())) {
            terminal.waitForPrompt("npu-shell ›");
            for (int i = 0; i < 5; i++) {
                terminal.type("abc").waitFor("abc");
                terminal.key("C-c", "echo", "Space", "whole" + i, "Enter").waitFor("\nwhole" + i + "\n");
            }
            assertThat(terminal.screen()).doesNotContain("unknown command");
        }
    }

    @Test
    void ctrlCGivesUpASearchAndAMenu() {
        try (TerminalSession terminal = start(Map.of())) {
            terminal.waitForPrompt("npu-shell ›");
            terminal.enter("echo once").waitFor("\nonce\n").waitForPrompt("npu-shell ›");
            terminal.key("C-r").type("onc").waitFor("bck-i-search: onc");
            terminal.key("C-c").waitForPrompt("npu-shell ›");
            terminal.type("help e").key("Tab").waitFor("leave; sessions go on");
            terminal.key("Tab", "C-c").waitForPrompt("npu-shell ›");
            terminal.enter("echo twice").waitFor("\ntwice\n");
        }
    }

    @Test
    void aStrayCtrlBackslashDoesNothing() {
        try (TerminalSession terminal = start(Map.of())) {
            terminal.waitForPrompt("npu-shell ›");
            terminal.key("C-\\").enter("!sleep 0.2; echo slept");
            terminal.key("C-\\").waitForMatch("slept\\nnpu-shell ›\\s*\\z", Duration.ofSeconds(60));
            assertThat(terminal.screen()).doesNotContain("thread dump");
        }
    }

    /** Without brackets around it each letter was drawn, and cost the length of the line. */
    @Test
    void takesAPasteWithoutBracketsAsAWhole() {
        try (TerminalSession terminal = start(Map.of())) {
            terminal.waitForPrompt("npu-shell ›");
            terminal.type("echo " + "word-你好 ".repeat(500) + "END").key("Enter");
            terminal.waitForMatch("END\\s+npu-shell ›\\s*\\z", Duration.ofSeconds(60));
            assertThat(terminal.screen()).doesNotContain("unknown command");
        }
    }

    @Test
    void survivesANarrowWindow() {
        try (TerminalSession terminal = start(Map.of())) {
            terminal.waitForPrompt("npu-shell ›");
            terminal.resize(30, 8);
            terminal.enter("echo a line that is longer than the window is wide");
            terminal.waitFor("window is wide");
            terminal.resize(110, 40);
            terminal.enter("echo wide").waitFor("\nwide\n");
        }
    }

    @Test
    void staysPlainOnADumbTerminal() {
        try (TerminalSession terminal = start(Map.of("TERM", "dumb", "LC_ALL", "C"))) {
            terminal.waitForPrompt("npu-shell >");
            terminal.enter("echo plain").waitFor("\nplain\n").waitForPrompt("npu-shell >");
            terminal.type("given up").key("C-c").waitForPrompt("npu-shell >");
            terminal.enter("echo \"two")
                    .waitFor("\n..")
                    .enter("lines\"")
                    .waitFor("\ntwo\nlines\n")
                    .waitForPrompt("npu-shell >");
            terminal.key("C-d").waitFor("ended with 0");
            assertThat(terminal.screen()).doesNotContain("[0m");
        }
    }

    @Test
    void noColorLeavesNoColourInTheLineAndInTheChoices() {
        try (TerminalSession terminal = start(Map.of())) {
            showColours(terminal);
            assertThat(terminal.styledScreen()).containsPattern(COLOUR);
        }
        try (TerminalSession terminal = start(Map.of("NO_COLOR", "1"))) {
            showColours(terminal);
            assertThat(terminal.styledScreen()).doesNotContainPattern(COLOUR);
        }
    }

    private static void showColours(TerminalSession terminal) {
        terminal.waitForPrompt("npu-shell ›");
        terminal.enter("sohw").waitFor("unknown command 'sohw'").waitForPrompt("npu-shell ›");
        terminal.type("help e").key("Tab").waitFor("leave; sessions go on");
    }

    @Test
    void suggestsTheRestOfAnEarlierLineUnlessSwitchedOff() {
        try (TerminalSession terminal = start(Map.of())) {
            terminal.waitForPrompt("npu-shell ›");
            terminal.enter("echo earlier").waitFor("\nearlier\n").waitForPrompt("npu-shell ›");
            terminal.clear().waitForPrompt("npu-shell ›");
            terminal.type("echo ea").waitFor("› echo earlier");
            terminal.key("Right", "Enter").waitFor("\nearlier\n");
        }
        try (TerminalSession terminal = start(Map.of("NPU_SHELL_SUGGEST", "off"))) {
            terminal.waitForPrompt("npu-shell ›");
            terminal.key("Up").waitFor("› echo earlier");
            terminal.key("C-u").type("echo ea").key("Right", "Enter").waitFor("\nea\n");
        }
    }

    @Test
    void choicesThatDoNotFitComeAsAPageAndTakeNoKey() {
        try (TerminalSession terminal = start(Map.of())) {
            terminal.waitForPrompt("npu-shell ›");
            for (int[] size : new int[][] {{80, 24}, {40, 12}}) {
                terminal.resize(size[0], size[1]);
                terminal.clear().waitForPrompt("npu-shell ›");
                terminal.type("set ").key("Tab").waitForMatch("… \\d+ more: type on", Duration.ofSeconds(60));
                assertThat(terminal.screen()).contains("npu-shell › set").doesNotContain("do you wish");
                terminal.type("t").waitFor("npu-shell › set t").waitForMatch("^ *tp ", Duration.ofSeconds(60));
                terminal.key("BSpace").waitForMatch("… \\d+ more: type on", Duration.ofSeconds(60));
                terminal.key("C-c").type("echo whole" + size[0]).key("Enter").waitFor("\nwhole" + size[0] + "\n");
                terminal.waitForPrompt("npu-shell ›");
                terminal.type("set ").key("Tab").waitForMatch("… \\d+ more: type on", Duration.ofSeconds(60));
                terminal.key("Tab").waitForMatch("npu-shell › set [a-z]", Duration.ofSeconds(60));
                terminal.key("C-c").waitForPrompt("npu-shell ›");
            }
        }
    }

    private TerminalSession start(Map<String, String> more) {
        Map<String, String> environment = new java.util.TreeMap<>(Map.of(
                "HOME", root.resolve("home").toString(),
                "NPU_SHELL_HOME", root.resolve("home/.npu-shell").toString(),
                "LC_ALL", "C.UTF-8"));
        environment.putAll(more);
        return TerminalSession.start(
                root,
                environment,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dnpushell.profiles=" + Path.of("profiles").toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.npushell.shell.Main"));
    }
}
