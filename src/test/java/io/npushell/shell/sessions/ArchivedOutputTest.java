package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions whose output a later {@code launch --archive} moved aside. */
@Timeout(60)
class ArchivedOutputTest {
    @TempDir
    Path root;

    private Path archived;
    private ShellHarness shell;

    @BeforeEach
    void archive() throws IOException {
        archived = Files.createDirectories(root.resolve("out/own.archived-1"));
        shell = new ShellHarness(root);
    }

    @Test
    void checkpointsLooksWhereTheOutputIsNow() throws IOException {
        record("pretrain");
        Files.writeString(archived.resolve("latest_checkpointed_iteration.txt"), "20");

        Result result = shell.run("checkpoints 1");

        assertThat(result.out()).startsWith("Checkpoints  " + archived + "\n");
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void sampleLooksWhereTheOutputIsNow() {
        record("pretrain");

        assertThat(shell.run("sample 1 Once").err())
                .startsWith("session 1 has no checkpoint to sample from: '" + archived + "/iter_0000020' is gone");
    }

    @Test
    void mergeNamesWhereTheOutputIsNow() {
        record("pretrain");

        assertThat(shell.run("weights merge 1 --dry-run").screen())
                .contains("W10")
                .contains("own.archived-1");
    }

    @Test
    void resumeSaysHowToGoOnWithWhatItIs() {
        record("pretrain");
        record("sft");
        record("lora");

        assertThat(shell.run("resume 1").err())
                .endsWith("try: use qwen-nano/retrain, then set model-path " + archived + "\n");
        assertThat(shell.run("resume 2").err())
                .endsWith("try: use qwen-nano/sft, then set model-path " + archived + "\n");
        assertThat(shell.run("resume 3").err())
                .endsWith("try: weights merge 3   or   use qwen-nano/lora, then launch\n");
    }

    private void record(String runType) {
        RecordedSession.in(shell)
                .of("qwen-nano", runType)
                .trained(1, 20)
                .ended(0)
                .archived(archived)
                .create();
    }
}
