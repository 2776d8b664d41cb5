package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    Path home;

    private Engine engine;

    @BeforeEach
    void anEngine() throws IOException {
        engine = new Engine(home, Shapes.QWEN);
    }

    @Test
    void printsAnIterationAsMegatronDoes() {
        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(engine.out.lines().filter(line -> line.startsWith(" iteration")))
                .hasSize(4)
                .first()
                .asString()
                .matches(
                        " iteration {8}1/ {7}4 \\| consumed samples: {12}4 \\| elapsed time per iteration \\(ms\\): \\d+\\.\\d \\|"
                                + " learning rate: \\d\\.\\d{3}E-\\d\\d \\| global batch size: {5}4 \\| lm loss: 6\\.\\d{6}E\\+00 \\|"
                                + " loss scale: 1\\.0 \\| grad norm: \\d\\.\\d{3} \\| number of skipped iterations:   0 \\|"
                                + " number of nan iterations:   0 \\|");
    }

    @Test
    void tellsItsPhasesInMegatronsWordsAndNamesTheModelReallyTrained() {
        engine.train();

        assertThat(engine.out.lines())
                .containsSubsequence(
                        "using world size: 1, data-parallel-size: 1, tensor-model-parallel size: 1, pipeline-model-parallel size: 1 ",
                        "------------------------ arguments ------------------------",
                        "  model_name ...................................... qwen-tiny",
                        "-------------------- end of arguments ---------------------",
                        "embedded engine: trains qwen-tiny, 50528 parameters, on the CPU",
                        "setting number of micro-batches to constant 2",
                        " > number of parameters on (tensor, pipeline) model parallel rank (0, 0): 50528",
                        "training ...",
                        "saving checkpoint at iteration       2 to " + engine.saved(),
                        "  successfully saved checkpoint at iteration       2 to " + engine.saved(),
                        "  successfully saved checkpoint at iteration       4 to " + engine.saved(),
                        "[after training is done] datetime: 2026-11-25 15:47:56 ");
        assertThat(engine.out).doesNotContain("one CPU process");
    }

    @Test
    void theLossFallsClearly() {
        engine.with("TRAIN_ITERS", "40")
                .with("LOG_INTERVAL", "10")
                .with("SAVE_INTERVAL", "40")
                .with("GBS", "8");

        engine.train();

        List<Double> losses = engine.losses();
        assertThat(losses).hasSize(4);
        assertThat(losses.get(3)).isLessThan(losses.get(0) - 1.5);
    }

    @Test
    void splittingAGlobalBatchIntoOtherMicroBatchesKeepsTheLosses() {
        engine.with("MBS", "4").train();
        List<Double> whole = engine.losses();

        engine.with("MBS", "1").train();

        assertThat(engine.losses()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(engine.losses().get(i)).isCloseTo(whole.get(i), within(2e-5));
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBytes() {
        engine.with("THREADS", "1").train();
        byte[] alone = Engine.checkpoint(engine.saved(), 4);

        engine.with("THREADS", "3").train();

        assertThat(Engine.checkpoint(engine.saved(), 4)).isEqualTo(alone);
    }

    @Test
    void anotherSeedGivesAnotherModel() {
        engine.train();
        byte[] first = Engine.checkpoint(engine.saved(), 4);

        engine.with("SEED", "7").train();

        assertThat(Engine.checkpoint(engine.saved(), 4)).isNotEqualTo(first);
    }

    @Test
    void saysThatOneProcessRunsWhereTheCheckpointIsCut() throws IOException {
        engine.with("TP", "2").with("PP", "2");

        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(engine.out).contains("one CPU process runs: TP 2 and PP 2 only say how its checkpoint is cut\n");
        Path iteration = engine.saved().resolve("iter_0000004");
        try (var ranks = Files.list(iteration)) {
            assertThat(ranks.map(rank -> rank.getFileName().toString()))
                    .containsExactlyInAnyOrder("mp_rank_00_000", "mp_rank_00_001", "mp_rank_01_000", "mp_rank_01_001");
        }
    }

    @Test
    void stopsAtTheFirstLossThatIsNoNumberAndKeepsTheLastCheckpoint() throws IOException {
        engine.with("LR", "1e30").with("MIN_LR", "1e30").with("CLIP_GRAD", "0").with("SAVE_INTERVAL", "1");

        assertThat(engine.train()).isEqualTo(1);

        String last =
                Engine.iterations(engine.out).get(Engine.iterations(engine.out).size() - 1);
        assertThat(last).doesNotContain("lm loss").contains("number of nan iterations:   1 |");
        assertThat(engine.err)
                .contains("gave a loss of NaN")
                .contains("the last checkpoint is iteration 1")
                .contains("try a smaller learning rate than '1.0E30'");
        assertThat(Files.readString(engine.saved().resolve("latest_checkpointed_iteration.txt")))
                .isEqualTo("1");
    }

    @Test
    void askedToStopItSavesAndSaysSo() {
        StopRequest stop = new StopRequest();
        stop.ask();

        assertThat(engine.run(stop, "train")).isEqualTo(143);

        assertThat(engine.out.lines()).endsWith("exiting program after receiving SIGTERM.");
        assertThat(engine.saved().resolve("latest_checkpointed_iteration.txt")).doesNotExist();
    }

    @Test
    void refusesADatasetOfAnotherTokenizer() throws IOException {
        engine.with("PADDED_VOCAB_SIZE", "104").with("VOCAB_SIZE", "104");

        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err)
                .contains("which a vocabulary of '104' does not have: it was made with another tokenizer");
    }

    @Test
    void refusesADatasetTooSmallForOneSample() throws IOException {
        engine.writeDataset("short".getBytes(StandardCharsets.US_ASCII));

        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err).isEqualTo("the dataset holds 5 tokens: one sample of SEQ_LEN '16' needs 17\n");
    }
}
