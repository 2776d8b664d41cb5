package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.session.OwnerFile;
import io.npushell.session.OwnerRow;
import io.npushell.session.SessionId;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    void showAndSampleSayWhoWroteOverIt() throws IOException {
        Path output = Files.createDirectories(
                Path.of(shell.services().defaultWorkDir()).resolve("out/1"));
        String lost = "what session 1 saved to '" + output + "' was overwritten by session 2";
        RecordedSession.in(shell)
                .trained(1, 20)
                .ended(0)
                .event("overwritten", Map.of("output", output.toString(), "by", "session 2"))
                .create();

        assertThat(shell.run("show 1").out())
                .contains("output     " + output + ": " + lost + "\n", ", its checkpoint 20 is gone\n")
                .doesNotContain("newest checkpoint");
        assertThat(shell.runJson("show 1").out()).contains("\"lost\" : \"" + lost + "\"");
        Result sample = shell.run("sample 1 Once");
        assertThat(sample.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(sample.err()).startsWith(lost + "\n").contains("try: sessions");
    }

    @Test
    void showTellsWhichCheckpointIsLeftWhereALaterSessionWentBack() throws IOException {
        Path output = Files.createDirectories(
                Path.of(shell.services().defaultWorkDir()).resolve("out/1"));
        RecordedSession.in(shell).trained(1, 20).ended(0).create();
        for (long iteration : List.of(10L, 20L)) {
            Path file = Checkpoints.file(output, iteration, 0, 0, 1);
            Files.createDirectories(file.getParent());
            TorchFileWriter.write(file, Map.of("iteration", iteration, "model", Map.of()));
        }
        assertThat(shell.run("show 1").out()).contains(", newest checkpoint 20\n");

        OwnerFile.append(output, List.of(row(1, 0, output), row(2, 10, output)));

        assertThat(shell.run("show 1").out()).contains(", newest checkpoint 10, as 20 is gone\n");

        OwnerFile.append(output, List.of(row(2, 0, output)));

        assertThat(shell.run("show 1").out()).contains(", its checkpoint 20 is gone\n");
        assertThat(shell.run("sample 1 'Once upon'").err())
                .startsWith("what session 1 saved to '" + output + "' is gone: iteration 20, 10 there is session 2's\n")
                .endsWith("try: sample 2 'Once upon'\n");
    }

    private OwnerRow row(int session, long from, Path output) {
        return new OwnerRow(
                new SessionId(session),
                shell.services().defaultWorkDir(),
                output.toString(),
                from,
                ShellHarness.NOW,
                null,
                Map.of());
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
