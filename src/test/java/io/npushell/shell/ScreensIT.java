package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.npushell.launch.AscendSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main screens where there is little room, no colour, or a terminal that can only append. */
@Timeout(180)
class ScreensIT {
    private static final int NARROW = 40;

    @TempDir
    Path root;

    RealShell shell;
    AscendSite site;

    @BeforeEach
    void aSessionThatRuns() throws Exception {
        shell = new RealShell(root).withNpus();
        site = new AscendSite(Files.createDirectories(shell.workspace()));
        site.behaves("held");
        assertThat(shell.run("use", "qwen-14b").exit()).isZero();
        assertThat(shell.run("set", "work-dir=" + shell.workspace(), "train-iters=20")
                        .exit())
                .isZero();
        assertThat(shell.run("launch", "--accept", "O02").exit()).isZero();
    }

    @AfterEach
    void stop() throws Exception {
        site.stopAll();
    }

    @Test
    void aNarrowTerminalCutsTablesAndTheStatusLineAndWrapsNoRow() {
        assumeTrue(TerminalSession.available(), "tmux is not installed");
        try (TerminalSession terminal = shell.terminal(NARROW, 30)) {
            terminal.waitForPrompt("qwen-14b/pretrain* ›");
            terminal.clear().enter("sessions").waitFor("running").waitForPrompt("qwen-14b/pretrain* ›");
            assertThat(lines(terminal))
                    .anySatisfy(line -> assertThat(line).matches("  id  profile/run +state .*…"))
                    .anySatisfy(line -> assertThat(line).matches("   1  qwen-14b/pretrain  running .*…"));
            terminal.clear().enter("tail").waitFor("  iter 1/20  █");
            assertThat(lines(terminal).get(lines(terminal).size() - 1))
                    .startsWith("  iter 1/20  █")
                    .endsWith("…")
                    .hasSize(NARROW);
            terminal.key("C-c").waitForPrompt("qwen-14b/pretrain* ›");
            terminal.clear().enter("show").waitForMatch("^  tp +8", java.time.Duration.ofSeconds(30));
            assertThat(lines(terminal)).anyMatch(line -> line.matches("  work-dir +/.*…"));
            terminal.clear().type("set tp ").tabFor("recommended").waitFor("8 ");
            terminal.key("C-c").waitForPrompt("qwen-14b/pretrain* ›");
        }
    }

    @Test
    void aTerminalThatCanOnlyAppendGetsPlainLines() throws Exception {
        Files.createFile(site.code.resolve("go"));
        assertThat(shell.run("wait", "last").exit()).isZero();

        String seen = inTerminal("TERM=dumb", "\"$@\"", "launch", "--wait", "--archive", "--accept", "O02");

        assertThat(seen)
                .contains("iteration 20/20  loss ", "Session 2 completed")
                .doesNotContain("\u001b");
        assertThat(seen.replace("\r\n", "\n")).doesNotContain("\r");
    }

    @Test
    void noColorIsRespectedAndTheStatusLineStaysOne() throws Exception {
        Files.createFile(site.code.resolve("go"));

        String plain = inTerminal("TERM=xterm NO_COLOR=1", "\"$@\"", "tail");
        String coloured = inTerminal("TERM=xterm", "\"$@\"", "sessions");

        assertThat(plain).contains("Session 1 completed").doesNotContainPattern("\u001b\\[[0-9;]*m");
        assertThat(coloured).containsPattern("\u001b\\[[0-9;]*m");
    }

    @Test
    void aLogSteersNoTerminalUnlessAskedForRaw() throws Exception {
        Files.createFile(site.code.resolve("go"));
        assertThat(shell.run("wait", "last").exit()).isZero();
        Path log;
        try (Stream<Path> sessions = Files.list(shell.workspace().resolve(".npu-shell/sessions"))) {
            log = sessions.filter(each -> each.getFileName().toString().startsWith("0001-"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("run.log");
        }
        String hostile = "\u001b]52;c;cHduZWQ=\u0007\u001b]0;T\u0007\u001b[2J\u009b2J\u001b[31mlast\u202e";
        Files.writeString(log, hostile + "\n", StandardOpenOption.APPEND);

        assertThat(inTerminal("TERM=xterm", "\"$@\"", "log", "--lines", "1"))
                .contains("\u001b[31mlast\\u202e\u001b[0m\r\n")
                .doesNotContain("\u001b]", "\u001b[2J", "\u009b", "\u202e");
        assertThat(inTerminal("TERM=dumb", "\"$@\"", "log", "--lines", "1", "--follow"))
                .contains("last\\u202e\r\n")
                .doesNotContain("\u001b");
        assertThat(inTerminal("TERM=xterm", "\"$@\"", "log", "--lines", "1", "--raw"))
                .contains(hostile);
        assertThat(shell.run("log", "--lines", "1").out()).isEqualTo(hostile + "\n");
        // made inside, as the typescript quotes the command
        assertThat(inTerminal(
                        "TERM=xterm NO_COLOR=1", "\"$@\" \"$(printf 'x\\033]0;T\\007')\" >/dev/null || true", "use"))
                .contains("x\\x1b]0;T\\x07")
                .doesNotContain("\u001b");
    }

    @Test
    void theStatusLineFitsWhereOnlyTalkGoesToTheTerminal() throws Exception {
        String seen = inTerminal(
                "TERM=xterm NO_COLOR=1",
                "stty cols " + NARROW + "\n{ until grep -q █ " + root.resolve("typescript")
                        + "; do sleep 0.1; done; : >'" + site.code.resolve("go") + "'; } &\n\"$@\" | cat",
                "tail");

        assertThat(seen.split("[\r\n]+"))
                .filteredOn(line -> line.contains("█"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.replaceAll("\u001b\\[[0-9;]*[A-Za-z]", ""))
                        .hasSizeLessThanOrEqualTo(NARROW));
    }

    /** What a command writes to a terminal, every byte of it. */
    private String inTerminal(String environment, String host, String... words) throws Exception {
        Path typescript = root.resolve("typescript");
        StringBuilder line = new StringBuilder(host);
        Path inner = Files.writeString(root.resolve("inner.sh"), line.append('\n'));
        String outer = environment + " SHELL=/bin/sh script -qfec \"sh " + inner + " $(printf \"'%s' \" \"$@\")\" "
                + typescript + " </dev/null >/dev/null";
        RealShell.Ended ended = shell.host(outer, words);
        assumeTrue(ended.exit() != 127, "script (util-linux) is not installed");
        assertThat(ended.exit()).as("%s", ended).isZero();
        return Files.readString(typescript);
    }

    private static List<String> lines(TerminalSession terminal) {
        return terminal.screen().lines().filter(line -> !line.isBlank()).toList();
    }
}
