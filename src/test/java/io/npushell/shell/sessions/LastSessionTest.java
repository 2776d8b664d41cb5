package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.session.Session;
import io.npushell.shell.ShellHarness;
import io.npushell.weights.TorchFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code last} stands for where the newest session is none to follow, to measure or to go on with. */
@Timeout(60)
class LastSessionTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void record() {
        shell = new ShellHarness(root);
    }

    @Test
    void followsAndMeasuresTheNewestThatTrains() {
        training();
        RecordedSession.in(shell).onlySteps("data").ended(0).create();
        RecordedSession.in(shell).onlySteps("export").ended(0).create();

        String said = "last is session 1, the newest that trains\n";
        assertThat(shell.run("tail last").err()).startsWith(said + "1 qwen-nano/pretrain");
        assertThat(shell.run("tail").err()).startsWith(said);
        assertThat(shell.run("perf last").err()).startsWith(said);
        assertThat(shell.run("plot last").err()).startsWith(said);
        assertThat(shell.run("checkpoints last").err()).startsWith(said);
        assertThat(shell.run("log last").screen()).doesNotContain(said);
        assertThat(shell.run("show last --json").out()).contains("\"id\" : \"3\"");
    }

    @Test
    void saysNothingWhereItIsTheNewestOfAll() {
        RecordedSession.in(shell).onlySteps("data").ended(0).create();
        training();

        assertThat(shell.run("perf last").err()).doesNotContain("last is");
    }

    @Test
    void goesOnWithTheNewestThatHasACheckpoint() throws IOException {
        save(training());
        RecordedSession.in(shell).logged("out of memory").ended(1).create();
        RecordedSession.in(shell).onlySteps("export").ended(0).create();

        String said = "last is session 1, the newest that has a checkpoint\n";
        assertThat(shell.run("resume last --more 5 --dry-run").err())
                .startsWith(said + "resuming session 1 from iteration 20, up to 25\n");
        assertThat(shell.run("weights merge last --dry-run").err()).startsWith(said);
        assertThat(shell.run("sample last Once").err()).startsWith(said);
        assertThat(shell.run("use qwen-nano/sft; set model-path session:last").err())
                .contains("→ session:1");
    }

    @Test
    void saysWhatIsMissingWhereNoneHas() {
        RecordedSession.in(shell).onlySteps("data").ended(0).create();

        assertThat(shell.run("perf last").err()).doesNotContain("last is");
        assertThat(shell.run("resume last").exit()).isEqualTo(ExitCode.NOT_FOUND);
    }

    private Session training() {
        return RecordedSession.in(shell)
                .of("qwen-nano", "pretrain")
                .trained(1, 20)
                .ended(0)
                .create();
    }

    private static void save(Session session) throws IOException {
        Path output = Path.of(session.spec().run().outputDirectory());
        Path rank = Files.createDirectories(output.resolve("iter_0000020/mp_rank_00"));
        TorchFileWriter.write(
                rank.resolve("model_optim_rng.pt"), Map.of("iteration", 20L, "model", Map.of(), "optimizer", Map.of()));
        Files.writeString(output.resolve("latest_checkpointed_iteration.txt"), "20");
    }
}
