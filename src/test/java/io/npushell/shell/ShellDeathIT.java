package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.npushell.launch.AscendSite;
import io.npushell.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shells, terminals and supervisors die at bad moments; trainings go on, and the next shell knows all of it. */
@Timeout(240)
class ShellDeathIT {
    private static final Duration TRAINING = Duration.ofSeconds(90);
    private static final Pattern ITERATION =
            Pattern.compile("(?m)^ iteration +(\\d+)/.*\\blm loss: \\d\\.\\d+E.*\\|\\s*$");

    @TempDir
    Path root;

    RealShell shell;
    AscendSite site;

    @BeforeEach
    void prepare() throws Exception {
        shell = new RealShell(root).withNpus();
        site = new AscendSite(Files.createDirectories(shell.workspace()));
    }

    @AfterEach
    void stop() throws Exception {
        site.stopAll();
    }

    @Test
    void killNineOfTheShellDuringTailLosesNothing() throws Exception {
        assumeTrue(TerminalSession.available(), "tmux is not installed");
        Path text = Files.writeString(root.resolve("tales.txt"), "The operator went home.\n".repeat(200));
        ok(shell.run("use", "qwen-nano"));
        ok(shell.run("set", "work-dir=" + shell.workspace(), "raw-input=" + text, "train-iters=3000"));
        ok(shell.run("set", "seq-len=32", "gbs=2", "mbs=2"));
        try (TerminalSession terminal = shell.terminal()) {
            terminal.waitForPrompt("qwen-nano/pretrain* ›").enter("launch").waitFor("Session 1 started");
            terminal.enter("tail").waitForMatch("^  iter \\d+/3000 ", TRAINING);

            terminal.program().destroyForcibly();

            terminal.waitFor("ended with 137");
        }
        long then = iterations(1).size();
        Await.until("the training goes on", () -> iterations(1).size() > then + 5);
        try (TerminalSession terminal = shell.terminal()) {
            terminal.waitForPrompt("qwen-nano/pretrain* ›");
            terminal.enter("sessions").waitForMatch("^ +1  qwen-nano/pretrain  running +\\d+/3000", TRAINING);
            terminal.enter("tail");
            assertThat(Long.parseLong(terminal.read("^  iter (\\d+)/3000 "))).isGreaterThan(then);
        }
        ok(shell.run("stop", "last"));

        List<Long> all = iterations(1);
        assertThat(all)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, all.size()).boxed().toList());
        assertThat(shell.run("sessions", "--json").out()).contains("\"state\" : \"stopped\"");
    }

    @Test
    void aTrainingCompletesAfterItsTerminalWasClosed() throws Exception {
        assumeTrue(TerminalSession.available(), "tmux is not installed");
        prepareAscend("held");
        TerminalSession terminal = shell.terminal();
        ProcessHandle program;
        try (terminal) {
            terminal.waitForPrompt("qwen-14b/pretrain* ›")
                    .enter("launch --accept O02")
                    .waitFor("Session 1 started");
            terminal.enter("tail").waitFor("  iter 1/20 ");
            program = terminal.program();
        }
        Await.until("the hang-up ends the shell", () -> !program.isAlive());
        assertThat(shell.run("sessions", "--active").out()).containsPattern("1  qwen-14b/pretrain  running +1/20");
        Files.createFile(site.code.resolve("go"));

        ok(shell.run("wait", "last", "--timeout", "60"));

        assertThat(iterations(1))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void ofTwoShellsThatLaunchIntoTheSameOutputOneIsRefused() throws Exception {
        prepareAscend("slow");
        Process one = shell.start("launch", "--accept", "O02");
        Process other = shell.start("launch", "--accept", "O02");

        List<RealShell.Ended> both = List.of(RealShell.end(one), RealShell.end(other));

        assertThat(both).extracting(RealShell.Ended::exit).containsExactlyInAnyOrder(0, 5);
        assertThat(both)
                .filteredOn(ended -> ended.exit() == 5)
                .allSatisfy(refused -> assertThat(refused.err()).contains("session 1"));
        assertThat(site.store.list()).hasSize(1);
    }

    @Test
    void aTrainingWhoseSupervisorWasKilledIsStillFollowedAndStopped() throws Exception {
        prepareAscend("deaf");
        ok(shell.run("launch", "--accept", "O02"));
        Await.until("it trains", () -> !iterations(1).isEmpty());
        Path identity = site.store.require("1").directory().resolve("state/supervisor");
        String pid = Files.readString(identity).replaceAll("(?s).*\\npid=(\\d+)\\n.*", "$1");
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
        Await.until("the supervisor is dead", () -> site.store.require("1").reason() != null);

        RealShell.Ended listed = shell.run("sessions");
        Process tail = shell.start("tail", "--json");
        String first = RealShell.line(tail);
        RealShell.Ended stopped = shell.run("stop", "1", "--grace", "1");

        assertThat(listed.out()).containsPattern("1  qwen-14b/pretrain  running .*orphaned");
        assertThat(first).contains("\"schema\":\"npu-shell/");
        assertThat(stopped.exit()).isZero();
        assertThat(stopped.err())
                .contains("session 1 did not end on TERM and was killed after ", "nothing of it is left");
        assertThat(RealShell.end(tail).exit()).isEqualTo(21);
    }

    @Test
    void aHeapThatIsTooSmallEndsTheShellWithALine() throws Exception {
        Path script = Files.writeString(root.resolve("huge.npu"), "echo " + "x".repeat(30 << 20));

        RealShell.Ended ended = shell.with("JAVA_TOOL_OPTIONS", "-Xmx16m").run("run", script.toString());

        assertThat(ended.exit()).as("%s", ended).isEqualTo(9);
        assertThat(ended.err()).contains("a bug in npu-shell (", "OutOfMemoryError");
    }

    private void prepareAscend(String behaviour) throws Exception {
        site.behaves(behaviour);
        ok(shell.run("use", "qwen-14b"));
        ok(shell.run("set", "work-dir=" + shell.workspace(), "train-iters=20"));
    }

    /** The iterations in the log whose line is whole and has its loss. */
    private List<Long> iterations(int session) {
        try {
            return ITERATION
                    .matcher(Files.readString(shell.log(session)))
                    .results()
                    .map((MatchResult line) -> Long.parseLong(line.group(1)))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void ok(RealShell.Ended ended) {
        assertThat(ended.exit()).as("%s", ended).isZero();
    }
}
