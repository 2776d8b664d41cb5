package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.npushell.data.DatasetLock;
import io.npushell.data.IndexedDataset;
import io.npushell.launch.AscendSite;
import io.npushell.process.Await;
import io.npushell.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps that are waited for at the prompt or in a script: Ctrl-C stops them, a hang-up does not. */
@Timeout(120)
class ForegroundStepIT {
    @TempDir
    Path root;

    RealShell shell;
    AscendSite site;
    Path dataset;

    @BeforeEach
    void prepare() throws Exception {
        shell = new RealShell(root).withNpus().withProgram("python", "#!/bin/sh\nexec python3 \"$@\"\n");
        site = new AscendSite(Files.createDirectories(shell.workspace()));
        Path input = shell.workspace().resolve("notes.jsonl");
        Files.writeString(input, "{\"text\": \"The operator went home.\"}\n");
        dataset = shell.workspace().resolve("processed_for_ma_input/Qwen-14B/data/pretrain/notes_text_document");
        Files.writeString(site.code.resolve("preprocessor"), "waits");
        RealShell.Ended set = shell.run(
                "--workbench",
                "-c",
                "use qwen-14b; set work-dir '" + shell.workspace() + "' raw-input '" + input
                        + "' preprocessor modellink");
        assertThat(set.exit()).as("%s", set).isZero();
    }

    @AfterEach
    void stop() throws Exception {
        site.stopAll();
    }

    @Test
    void ctrlCAtThePromptStopsTheStepAndTheNextOneSucceeds() throws Exception {
        assumeTrue(TerminalSession.available(), "tmux is not installed");
        try (TerminalSession terminal = shell.terminal()) {
            terminal.waitForPrompt("qwen-14b/pretrain* ›").enter("data prepare").waitFor("Ctrl-C stops it");
            awaitWork();

            terminal.key("C-c").waitFor("Session 1 stopped");
            terminal.waitForPrompt("qwen-14b/pretrain* ›");
            assertThat(site.store.require("1").state()).isEqualTo(SessionState.STOPPED);
            assertThat(IndexedDataset.inspect(dataset).exists()).isFalse();

            Files.delete(site.code.resolve("preprocessor"));
            terminal.clear().enter("data prepare").waitFor("Session 2 completed");
        }
        assertThat(IndexedDataset.inspect(dataset).documents()).isEqualTo(1);
        assertThat(Files.readString(shell.log(1))).doesNotContain("what it left is looked at now");
    }

    @Test
    void aHangUpLeavesTheStepAlone() throws Exception {
        assumeTrue(TerminalSession.available(), "tmux is not installed");
        ProcessHandle program;
        try (TerminalSession terminal = shell.terminal()) {
            terminal.waitForPrompt("qwen-14b/pretrain* ›").enter("data prepare").waitFor("Ctrl-C stops it");
            awaitWork();
            program = terminal.program();
        }

        Await.until("the hang-up ends the shell", () -> !program.isAlive());

        assertThat(site.store.require("1").state()).isEqualTo(SessionState.RUNNING);
    }

    @Test
    void sigintInAScriptStopsItWith130AndSigtermDoesNot() throws Exception {
        Process interrupted = shell.start("data", "prepare", "--json");
        awaitWork();
        kill("INT", interrupted);
        RealShell.Ended first = RealShell.end(interrupted);
        assertThat(first.exit()).as("%s", first).isEqualTo(130);
        assertThat(first.out()).contains("\"state\":\"stopped\"");
        assertThat(site.store.require("1").state()).isEqualTo(SessionState.STOPPED);

        Process terminated = shell.start("data", "prepare");
        Await.until("the next one works", () -> worksIn(2));
        kill("TERM", terminated);

        assertThat(RealShell.end(terminated).exit()).isEqualTo(143);
        assertThat(site.store.require("2").state()).isEqualTo(SessionState.RUNNING);
    }

    @Test
    @SuppressWarnings("try") // the lock is held, not used
    void aSecondWriterEndsWith5AndNamesTheHolder() throws Exception {
        Path prefix = Files.createDirectories(dataset.resolveSibling("")).resolve("notes");
        try (DatasetLock lock = DatasetLock.take(prefix, "process 77 on login-1")) {
            assertThat(shell.run(
                                    "set",
                                    "preprocessor=native",
                                    "tokenizer-path="
                                            + Path.of("profiles/qwen-nano").toAbsolutePath())
                            .exit())
                    .isZero();
            RealShell.Ended second = shell.run("data", "prepare");

            assertThat(second.exit()).as("%s", second).isEqualTo(5);
            assertThat(second.err()).contains("is being written by process 77 on login-1");
            assertThat(IndexedDataset.inspect(dataset).exists()).isFalse();
        }

        assertThat(shell.run("data", "prepare").exit()).isZero();
    }

    private void awaitWork() {
        Await.until("upstream's tool works", () -> worksIn(1));
    }

    private boolean worksIn(int session) {
        try {
            return Files.readString(shell.log(session)).contains("Processed 1 documents");
        } catch (Exception e) {
            return false; // not yet there
        }
    }

    private static void kill(String signal, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
