package io.npushell.shell;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first session as an operator types it, in a real terminal with the real engine. */
@Timeout(300)
class FirstSessionStoryIT {
    private static final Duration TRAINING = Duration.ofSeconds(90);

    @TempDir
    Path root;

    RealShell shell;

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(TerminalSession.available(), "tmux is not installed");
        shell = new RealShell(root);
        Files.writeString(
                shell.directory().resolve("tales.txt"),
                "The operator set the tensor parallel and went home.\n".repeat(200));
    }

    @AfterEach
    void stop() throws Exception {
        shell.run("stop", "last", "--now");
    }

    @Test
    void fromAProfileToAResumedModelAndBackTheNextDay() throws Exception {
        try (TerminalSession terminal = shell.terminal()) {
            choosesAndSets(terminal);
            launchesAndStops(terminal);
            resumesAndSamples(terminal);
            leaves(terminal);
        }
        try (TerminalSession terminal = shell.terminal()) {
            terminal.waitForPrompt("qwen-nano/pretrain* ›");
            terminal.enter("show train-iters").waitFor("\n3000\n").waitForPrompt("qwen-nano/pretrain* ›");
            terminal.key("Up", "Up").waitFor("› show last");
            terminal.key("C-c").waitForPrompt("qwen-nano/pretrain* ›");
            terminal.key("C-d").waitFor("ended with 0");
        }
    }

    private static void choosesAndSets(TerminalSession terminal) {
        terminal.waitForPrompt("npu-shell ›");
        terminal.enter("plann").waitFor("unknown command 'plann'").waitFor("try: plan");
        terminal.type("use qwen-n").tabFor("use qwen-nano").key("Enter").waitForPrompt("qwen-nano/pretrain ›");
        terminal.type("set tra").tabFor("set train-iters").type("30").key("Enter");
        terminal.waitFor("train-iters 100 → 30").waitForPrompt("qwen-nano/pretrain* ›");
        terminal.type("set tp ").tabFor("recommended by the manual, current").waitFor("legal: heads 4, layers 4");
        terminal.key("C-c").waitForPrompt("qwen-nano/pretrain* ›");
        terminal.type("set raw-input ").tabFor("set raw-input tales.txt").key("Enter");
        terminal.waitFor("raw-input not set → ");
        terminal.enter("set mbs 3").waitFor("P07  global batch 16 is not divisible by 3 × 1");
        terminal.waitForPrompt("qwen-nano/pretrain*! ›");
        terminal.enter("undo").waitFor("mbs 3 → 4").waitForPrompt("qwen-nano/pretrain* ›");
        terminal.enter("set work-dir ../ws seq-len 32 gbs 2 mbs 2 save-interval 20")
                .waitFor("gbs 16 → 2");
        terminal.enter("plan").waitFor("1 data     tales.txt → tales_text_document");
        terminal.waitFor("2 train    embedded engine, 30 iterations");
        terminal.enter("set train-iters 3000").waitFor("train-iters 30 → 3000");
    }

    private static void launchesAndStops(TerminalSession terminal) {
        terminal.enter("launch").waitFor("Session 1 started.  tail 1 · show 1 · stop 1");
        terminal.enter("tail")
                .waitForMatch("^  iter \\d+/3000  [█░]{20}  \\d %  loss \\d+\\.\\d{4}.* tok/s/p", TRAINING);
        terminal.key("C-c").waitFor("detached; session 1 keeps running.  tail 1 to return · stop 1 to end it");
        terminal.waitForPrompt("qwen-nano/pretrain* ›");
        terminal.clear().enter("sessions --active").waitForMatch("^ +1  qwen-nano/pretrain  running", TRAINING);
        terminal.type("stop ").tabFor("stop 1").key("Enter").waitForMatch("session 1 stopped after \\d+ s", TRAINING);
    }

    private static void resumesAndSamples(TerminalSession terminal) {
        terminal.clear().enter("sessions");
        long reached = Long.parseLong(terminal.read("^ +1  qwen-nano/pretrain  stopped +(\\d+)/3000"));
        terminal.enter("resume 1 --to " + (reached + 10));
        terminal.waitFor("resuming session 1 from iteration " + reached).waitFor("Session 2 started.");
        terminal.enter("wait last");
        terminal.waitForMatch("Session 2 completed at iteration (\\d+)/\\1", TRAINING);
        terminal.enter("sample last \"The operator\"");
        terminal.waitForMatch("^after +iteration +" + (reached + 10) + "  The operator", TRAINING);
        terminal.resize(110, 80); // its settings are one a line
        terminal.clear().enter("show last").waitFor("Session 2  qwen-nano/retrain  completed");
        terminal.waitFor("resumes    session 1").waitFor("iteration  " + (reached + 10) + "/" + (reached + 10));
    }

    private static void leaves(TerminalSession terminal) {
        terminal.waitForPrompt("qwen-nano/pretrain* ›");
        terminal.clear().type("launch but not really").waitFor("really").key("C-c");
        terminal.waitForPrompt("qwen-nano/pretrain* ›");
        terminal.key("C-d").waitFor("ended with 0");
    }
}
