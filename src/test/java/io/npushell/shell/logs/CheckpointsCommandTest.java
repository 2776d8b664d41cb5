package io.npushell.shell.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.TorchFileWriter.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckpointsCommandTest {
    @TempDir
    Path root;

    private Path saved;
    private ShellHarness shell;

    @BeforeEach
    void twoIterationsOfTwoByTwoRanks() throws IOException {
        saved = Files.createDirectory(root.resolve("saved"));
        shell = new ShellHarness(root);
        save(100);
        save(200);
        Checkpoints.writeTracker(saved, 200);
    }

    @Test
    void listsEachIterationAndSaysWhichOneAResumeTakes() {
        Result result = shell.run("checkpoints '" + saved + "'");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.out().replaceAll(" *[\\d.]+ (Ki)?B ", " SIZE ").replaceAll(" +size", " size"))
                .isEqualTo("""
                Checkpoints  %s
                  iteration size  cut        optimizer  tracker   state
                        100 SIZE  TP 2 PP 2  yes                  complete
                        200 SIZE  TP 2 PP 2  yes        names it  complete
                  a training that loads this directory takes iteration 200
                """.formatted(saved));
    }

    @Test
    void namesWhatIsIncompleteAndHowToGoBackToAWholeOne() throws IOException {
        Files.delete(Checkpoints.file(saved, 200, 1, 0, 2));

        Result result = shell.run("checkpoints '" + saved.resolve("iter_0000200") + "'");

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains("iteration 200: '" + Checkpoints.file(saved, 200, 1, 0, 2) + "' is missing or cannot be read")
                .contains("names iteration 200, which is not whole: loading would fail")
                .contains("try: !printf 100 >'" + saved.resolve(Checkpoints.TRACKER) + "'");
        shell.run("!printf 100 >'" + saved.resolve(Checkpoints.TRACKER) + "'");
        assertThat(shell.run("checkpoints '" + saved + "'").out()).contains("takes iteration 100");
    }

    @Test
    void warnsOfAMissingTracker() throws IOException {
        Files.delete(saved.resolve(Checkpoints.TRACKER));

        Result result = shell.run("checkpoints '" + saved + "'");

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("Megatron would warn once and train from random weights", "try: !printf 200");
    }

    @Test
    void tellsATrackerThatNamesNothingFromAMissingOne() throws IOException {
        Path tracker = saved.resolve(Checkpoints.TRACKER);
        Files.writeString(tracker, "abc\n");
        assertThat(shell.run("checkpoints '" + saved + "'").out())
                .contains("'" + tracker + "' says 'abc', which is no iteration: Megatron would refuse to load anything")
                .doesNotContain("missing");
        String check = shell.run("use qwen-nano/sft; set tp 2 pp 2 model-path '" + saved + "'; check --json")
                .out();
        assertThat(check)
                .contains(
                        "'" + tracker + "' says 'abc', which is no iteration: Megatron would refuse to load anything");

        Files.writeString(tracker, "999");
        assertThat(shell.run("checkpoints '" + saved + "'").out())
                .contains("'" + tracker + "' names iteration 999, which is not there: loading would fail");
        Files.writeString(tracker, "");
        assertThat(shell.run("checkpoints '" + saved + "'").out()).contains("'" + tracker + "' is empty, which");
    }

    @Test
    void aFileWithoutAModelIsNoCheckpoint() throws IOException {
        Path file = Checkpoints.file(saved, 200, 0, 0, 2);
        TorchFileWriter.write(file, Map.of("args", new Namespace(Map.of())));

        Result result = shell.run("checkpoints '" + saved + "'");

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains("iteration 200: '" + file + "' holds no weights of a model")
                .contains("which is not whole: loading would fail");
    }

    @Test
    void givesTheSameAsJson() throws IOException {
        Files.write(Checkpoints.file(saved, 200, 0, 0, 2), new byte[10]);

        JsonNode json = new ObjectMapper()
                .readTree(shell.run("checkpoints '" + saved + "' --json").out());

        assertThat(json.get("schema").asText()).isEqualTo("npu-shell/checkpoints/1");
        assertThat(json.get("tracker").asText()).isEqualTo("200");
        assertThat(json.get("resumes_from").isNull()).isTrue();
        JsonNode first = json.get("checkpoints").get(0);
        assertThat(first.get("iteration").asInt()).isEqualTo(100);
        assertThat(first.get("complete").asBoolean()).isTrue();
        assertThat(first.get("tensor_parallel").asInt()).isEqualTo(2);
        assertThat(first.get("pipeline_parallel").asInt()).isEqualTo(2);
        assertThat(first.get("bytes").asLong()).isPositive();
        assertThat(json.get("checkpoints").get(1).get("complete").asBoolean()).isFalse();
        assertThat(json.get("checkpoints").get(1).get("problem").asText()).isNotEmpty();
    }

    @Test
    void findsNothingInAnEmptyDirectoryAndNoDirectory() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));

        assertThat(shell.run("checkpoints '" + empty + "'").exit()).isEqualTo(ExitCode.OK);
        assertThat(shell.run("checkpoints '" + empty + "'").out()).contains("nothing was saved here");
        assertThat(shell.run("checkpoints '" + root + "/no'").exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(shell.run("checkpoints 12").exit()).isEqualTo(ExitCode.NOT_FOUND);
    }

    private void save(long iteration) throws IOException {
        for (int tensorRank = 0; tensorRank < 2; tensorRank++) {
            for (int pipelineRank = 0; pipelineRank < 2; pipelineRank++) {
                Path file = Checkpoints.file(saved, iteration, tensorRank, pipelineRank, 2);
                Files.createDirectories(file.getParent());
                TorchFileWriter.write(
                        file,
                        Map.of(
                                "args",
                                new Namespace(
                                        Map.of("tensor_model_parallel_size", 2L, "pipeline_model_parallel_size", 2L)),
                                "model",
                                Map.of(),
                                "optimizer",
                                Map.of("step", 1L)));
            }
        }
    }
}
