package io.npushell.shell.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** plan and check for the embedded engine and for machines that are not here. */
class PlanScreensTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void useANanoProfile() throws IOException {
        shell = new ShellHarness(root);
        Files.writeString(shell.directory().resolve("tales.jsonl"), "{\"text\": \"Once upon a time.\"}\n");
        shell.run("use qwen-nano; set raw-input tales.jsonl work-dir " + shell.workspace());
    }

    @Test
    void plansTheDataStepAndTheTraining() {
        assertThat(shell.run("plan").out().replaceAll("[0-9.]+ [GT]iB free", "N GiB free"))
                .isEqualTo("""
                        Plan  qwen-nano · pretrain · this CPU · TP 1 · PP 1 · DP 1 · 4 micro-batches of 4
                          1 data     tales.jsonl → tales_text_document    to do
                          2 train    embedded engine, 100 iterations
                          disk       2 checkpoints of about 13 MiB, N GiB free
                        """);
        assertThat(shell.run("check").err()).isEqualTo("nothing found\n");
    }

    @Test
    void epochsNeedTheDataFirst() {
        assertThat(shell.run("set epochs 3; plan").out()).isEqualTo("""
                Plan  qwen-nano · pretrain · this CPU · TP 1 · PP 1 · DP 1 · 4 micro-batches of 4
                  1 data     tales.jsonl → tales_text_document    to do
                  2 train    embedded engine
                  error D08  epochs 3 cannot be turned into iterations before the data is prepared
                             try: data prepare   or   set train-iters N
                """);
        assertThat(shell.run("check").exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(shell.run("launch").exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(Files.exists(shell.workspace().resolve(".npu-shell/sessions")))
                .isFalse();
    }

    @Test
    void plansTheManualsFiveNodes() {
        assertThat(shell.run(
                                "use qwen-72b; set work-dir /home/ma-user/ws master-addr 10.0.0.1; assume 5x8x910B3-64g; plan")
                        .out())
                .isEqualTo("""
                        Plan  qwen-72b · pretrain · assumed 5x8x910B3-64g · TP 8 · PP 5 · DP 1 · 64 micro-batches of 1
                          1 data     train-00000-of-00001-a09b74b3ef9c3b56.parquet → alpaca_text_document    not looked at
                          2 train    scripts/qwen/qwen.sh, 200 iterations
                          disk       1 checkpoint of about 943 GiB
                          error  M01  the machine 5x8x910B3-64g is only assumed, so this cannot be launched
                                      try: assume off (on a host with NPUs)
                          advice M06  each of the 5 nodes runs its own command and needs code, data and weights at the same paths
                                      try: plan --commands
                        """);
    }
}
