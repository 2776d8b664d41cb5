package io.npushell.shell.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PerfCommandTest {
    private static final Path RECORDED =
            Path.of("src/test/resources/recorded/trainlog").toAbsolutePath();

    @TempDir
    Path root;

    static List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void quotesTheDirectoryToLookInto() {
        assertThat(new ShellHarness(root).run("perf '" + root + "/a dür/x.log'").err())
                .endsWith("try: sessions   or   ls '" + root + "/a dür'\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello\n", "\u0000\u0001\ufffd|\n"})
    void refusesAFileThatIsNoTrainingLog(String text) throws IOException {
        Path file = Files.writeString(root.resolve("a.log"), text);

        Result result = new ShellHarness(root).run("perf '" + file + "'");

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("'" + file + "' is no training log: ");
    }

    @Test
    void countsOneStepAsOne() throws IOException {
        Path file = Files.writeString(
                root.resolve("a.log"),
                " iteration        1/      20 | consumed samples:           64 | elapsed time per iteration (ms):"
                        + " 500.0 | learning rate: 1.000E-03 | global batch size:    64 | lm loss: 3.000000E+00 | loss"
                        + " scale: 1.0 | grad norm: 1.000 | number of skipped iterations:   1 | number of nan iterations: "
                        + "  0 |\n");

        assertThat(new ShellHarness(root).run("perf '" + file + "'").out())
                .contains("  1 optimizer step, 0 NaN iterations\n".strip());
    }

    @Test
    void givesTheManualsFiguresOfALog() throws IOException {
        Result result = new ShellHarness(root).run("perf '" + log() + "' --seq-length 4096 --world-size 8");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).isEqualTo("""
            Log  %s
              iterations  1 to 20 of 20, 20 lines
              loss        3.0000 → 1.1000, lowest 1.1000 at iteration 20, last ten on average 1.5500
              convergence falling: the last quarter is 27.8 %% below the one before
              speed       1510.0 tokens/s/p = GBS 64 × SEQ_LEN 4096 ÷ (8 devices × time)
              time        21700.4 ms per iteration, the median without 5 lines of warm-up; fastest 21700.4, slowest 21700.4
              skipped     0 optimizer steps, 0 NaN iterations
              saved       10, 20 in /ws/saved
            """.formatted(log()));
    }

    @Test
    void saysWhatIsMissingForASpeed() throws IOException {
        assertThat(new ShellHarness(root).run("perf '" + log() + "'").out())
                .contains("speed       tokens/s/p unknown: the log does not say all of it; give --seq-length"
                        + " --world-size");
    }

    @Test
    void listsEveryIterationAsJson() throws IOException {
        JsonNode json = json("perf '" + log() + "' --seq-length 4096 --world-size 8");

        assertThat(json.get("schema").asText()).isEqualTo("npu-shell/perf/1");
        assertThat(json.get("session").isNull()).isTrue();
        assertThat(json.get("loss").get("trend").asText()).isEqualTo("falling");
        assertThat(json.get("saves").get(1).get("iteration").asInt()).isEqualTo(20);
        assertThat(json.get("iterations")).hasSize(20);
        JsonNode last = json.get("iterations").get(19);
        assertThat(last.get("iteration").asInt()).isEqualTo(20);
        assertThat(last.get("loss").asDouble()).isEqualTo(1.1);
        assertThat(last.get("elapsed_ms").asDouble()).isEqualTo(21_700.4);
        assertThat(last.get("learning_rate").asDouble()).isEqualTo(1.25e-6);
        assertThat(last.get("grad_norm").asDouble()).isEqualTo(2.5);
        assertThat(last.get("tokens_per_second_per_device").asDouble()).isCloseTo(1510, within(0.1));
        assertThat(last.get("consumed_tokens").isNull()).isTrue();
    }

    @Test
    void hasNullWhereALineHasNoNumber() throws IOException {
        JsonNode json =
                json("perf '" + RECORDED.resolve("15-megatron-nan-gradnorm-no-lmloss.log") + "' --world-size 8");

        JsonNode line = json.get("iterations").get(0);
        assertThat(line.get("loss").isNull()).isTrue();
        assertThat(line.get("grad_norm").isNull()).isTrue();
        assertThat(line.get("tokens_per_second_per_device").asDouble()).isCloseTo(8 * 2048 / 8 / 4.2479, within(1e-6));
        assertThat(json.get("nan_iterations").asInt()).isEqualTo(3);
        assertThat(json.get("failure").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void readsEveryRecordedLog(Path recorded) throws IOException {
        ShellHarness shell = new ShellHarness(root);
        Result screen = shell.run("perf '" + recorded + "'");

        assertThat(screen.exit()).as(screen.err()).isEqualTo(ExitCode.OK);
        assertThat(json("perf '" + recorded + "'").get("iterations").isArray()).isTrue();
        assertThat(shell.onTerminal(40).run("perf '" + recorded + "'").outLines())
                .noneMatch(line -> line.length() > 40 && line.strip().contains(" ") && !line.contains("/"));
    }

    @Test
    void readsALineThatAnotherRankCut() throws IOException {
        JsonNode json = json("perf '" + RECORDED.resolve("torn-by-another-rank.txt") + "'");

        assertThat(json.get("iterations")).hasSize(10);
        assertThat(json.get("iterations").get(5).get("elapsed_ms").asDouble()).isEqualTo(3280.6);
        assertThat(json.get("iterations").get(5).get("loss").asDouble()).isEqualTo(8.9);
        assertThat(json.get("fastest_ms").asDouble()).isEqualTo(3276.6);
        assertThat(json.get("nan_iterations").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void readsALogInUtf16(String charset) throws IOException {
        Path file = Files.write(
                root.resolve("wide.log"), Files.readString(log()).getBytes(java.nio.charset.Charset.forName(charset)));

        assertThat(json("perf '" + file + "'").get("iterations")).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({
        "zstd, zstd -dc, 28b52ffd00",
        "xz, xz -dc, fd377a585a0000",
        "bzip2, bzip2 -dc, 425a683931",
        "lz4, lz4 -dc, 04224d1800"
    })
    void refusesAPackedLogByItsName(String packer, String tool, String bytes) throws IOException {
        Path file = Files.write(root.resolve("a.log"), java.util.HexFormat.of().parseHex(bytes));

        Result result = new ShellHarness(root).run("perf '" + file + "'");

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("packed by " + packer, "try: " + tool + " " + file + " > " + file + ".log");
    }

    @Test
    void refusesAPipe() {
        assertThat(new ShellHarness(root).run("perf /dev/null").err()).contains("is a pipe or device");
    }

    @Test
    void readsTheStepsOfHuggingFace() throws IOException {
        Path file = Files.writeString(
                root.resolve("hf.log"),
                "  0%|   | 0/120 [00:00<?, ?it/s]\r"
                        + "  1%|   | 1/120 [00:21<42:10, 21.3s/it]\r"
                        + "{'loss': 1.3032, 'grad_norm': 0.61, 'learning_rate': 4.9e-05, 'epoch': 0.02}\n"
                        + "\r"
                        + "  2%|#  | 2/120 [00:42<41:50, 21.2s/it]{'loss': 1.2811, 'grad_norm': 0.58, 'epoch': 0.04}\n");

        JsonNode json = json("perf '" + file + "'");

        assertThat(json.get("iterations")).hasSize(2);
        assertThat(json.get("iterations").get(0).get("iteration").asInt()).isEqualTo(1);
        assertThat(json.get("iterations").get(1).get("train_iters").asInt()).isEqualTo(120);
        assertThat(json.get("iterations").get(1).get("loss").asDouble()).isEqualTo(1.2811);
        assertThat(json.get("elapsed_ms").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "{\"current_steps\": 5, \"total_steps\": 120, \"loss\": 1.5, \"lr\": 4.9e-05} ~ 5 ~ 120 ~ 1.5",
                "{'loss': 1.5, 'learning_rate': 1e-5, 'global_step/max_steps': '7/624'} ~ 7 ~ 624 ~ 1.5",
                "step:3 - actor/pg_loss:np.float64(1.5) - actor/lr:1e-06 - timing_s/step:77.1 ~ 3 ~ 0 ~ 1.5",
                "step:3 - train/loss:1.5 - train/lr(1e-3):0.01 ~ 3 ~ 0 ~ 1.5",
            })
    void readsTheStepsOfOtherTrainers(String line, int step, int total, double loss) throws IOException {
        JsonNode row = json("perf '" + Files.writeString(root.resolve("o.log"), line + "\n") + "'")
                .get("iterations")
                .get(0);

        assertThat(row.get("iteration").asInt()).isEqualTo(step);
        assertThat(row.get("train_iters").asInt(0)).isEqualTo(total);
        assertThat(row.get("loss").asDouble()).isEqualTo(loss);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "{'loss': 1.5, 'epoch': 0.1} ~ Hugging Face Trainer",
                "{ Epoch:[  1/  2], step:[    2/ 1000], loss: 11.2, per_step_time: 1234ms} ~ MindFormers",
                "[INFO] [logging.py:96:log_dist] [Rank 0] step=10, skipped=0 ~ DeepSpeed",
            })
    void refusesAForeignLogByItsName(String line, String trainer) throws IOException {
        Path file = Files.writeString(root.resolve("f.log"), line + "\n");

        assertThat(new ShellHarness(root).run("perf '" + file + "'").err())
                .contains("is a log of " + trainer, "which is not read");
    }

    @Test
    void saysNothingOfCountsThatATrainerDoesNotPrint() throws IOException {
        String log = "perf '" + RECORDED.resolve("13-mindspeed-llm-fsdp2-npu-2026.log") + "'";

        assertThat(json(log).get("skipped_iterations").isNull()).isTrue();
        assertThat(json(log).get("nan_iterations").isNull()).isTrue();
        assertThat(new ShellHarness(root).run(log).out())
                .contains("  skipped     not in the log")
                .doesNotContain("0 NaN");
    }

    @Test
    void readsTheWorldFromTheArgumentsOfTheLog() throws IOException {
        JsonNode json = json("perf '" + RECORDED.resolve("02-megatron-n8-interleaved.log") + "' --seq-length 1024");

        assertThat(json.get("sequence_length").asInt()).isEqualTo(1024);
        assertThat(json.get("world_size").asInt()).isEqualTo(32);
        JsonNode line = json.get("iterations").get(0);
        assertThat(line.get("tokens_per_second_per_device").asDouble())
                .isCloseTo(
                        line.get("global_batch_size").asDouble()
                                * 1024
                                / 32
                                / line.get("elapsed_ms").asDouble()
                                * 1000,
                        within(1e-6));
    }

    @Test
    void saysWhereTheLossIsPrintedWhenALogHasNone() throws IOException {
        Path log = Files.writeString(
                root.resolve("node0.log"), "  world_size ...................................... 16\ntraining ...\n");

        assertThat(new ShellHarness(root).run("perf '" + log + "'").out())
                .contains("only the last rank prints iterations: with several nodes look into the log of the last one"
                        + " (rank 15)");
    }

    @Test
    void saysWhenNothingWasLeftToTrain() {
        assertThat(new ShellHarness(root)
                        .run("perf '" + RECORDED.resolve("08-megatron-resume-already-complete-2023-07.log") + "'")
                        .out())
                .contains("nothing was trained: it loaded iteration 5000 and was to train up to 5000");
    }

    @Test
    void namesWhatIsNotThere() {
        ShellHarness shell = new ShellHarness(root);

        assertThat(shell.run("perf ./nothing.log").exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(shell.run("perf 7").exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(shell.run("perf '" + root + "/'").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("perf '" + RECORDED + "/16-epfl-megatron-llm-7b.log' --world-size 0")
                        .exit())
                .isEqualTo(ExitCode.USAGE);
    }

    private Path log() throws IOException {
        String[] lines = new String[20];
        Arrays.setAll(
                lines,
                i -> String.format(
                        Locale.ROOT,
                        " iteration %8d/      20 | consumed samples: %12d | elapsed time per iteration (ms): %.1f |"
                                + " learning rate: 1.250E-06 | global batch size:    64 | lm loss: %.6E | loss scale: 1.0"
                                + " | grad norm: 2.500 | number of skipped iterations:   0 | number of nan iterations:   0"
                                + " |%s",
                        i + 1,
                        64L * (i + 1),
                        i < 5 ? 60_000.0 : 21_700.4,
                        3.0 - i / 10.0,
                        i % 10 == 9
                                ? "\n  successfully saved checkpoint at iteration      " + (i + 1) + " to /ws/saved"
                                : ""));
        return Files.writeString(root.resolve("train.log"), String.join("\n", lines) + "\n");
    }

    private JsonNode json(String line) throws IOException {
        Result result = new ShellHarness(root).run(line + " --json");
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(result.out());
    }
}
