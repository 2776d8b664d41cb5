package io.npushell.trainlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogParserTest {
    private static final String LINE =
            " iteration       20/     200 | consumed samples:         1280 | elapsed time per iteration (ms): 21700.5"
                    + " | learning rate: 1.250E-06 | global batch size:    64 | lm loss: 1.293100E+00 | loss scale: 1.0 |"
                    + " grad norm: 2.500 | number of skipped iterations:   0 | number of nan iterations:   0 |";
    private static final LogEvent.Iteration ITERATION =
            new LogEvent.Iteration(20, 200, 1280, 21_700.5, 1.25e-6, 64, 1.2931, 2.5, 0, 0, scale(1));

    private final LogParser parser = new LogParser();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[default7]:",
                "[rank7]:",
                "3: ",
                " [2024-10-16 04:23:00]",
                " [2026-01-02 03:04:05.123456]",
                "[Rank 0 | Local Rank 0] 2026-01-02 INFO [train_engine:48] => ",
                "    INFO [2026-06-22 19:28:40] >> ",
                "[Rank 3] (after 20 iterations) memory (MB) | allocated: 19539.36 | max reserved: 26880.0",
                "Evaluating iter 3/10\rEvaluating iter 4/10\r",
                "\u001b[32m",
            })
    void readsAnIterationBehindAnyPrefix(String prefix) {
        assertThat(iterations(prefix + LINE)).containsExactly(ITERATION);
        assertThat(iterations(prefix + LINE + "\r")).containsExactly(ITERATION);
    }

    @Test
    void readsTheProgressOfWeights() {
        assertThat(new LogParser().parse(" weights: 12 / 259 tensors | 1.2 GiB | 310 MiB/s | 40 %"))
                .containsExactly(
                        new LogEvent.PhaseChange(Phase.CONVERTING_WEIGHTS),
                        new LogEvent.WeightsProgress(12, 259, 1.2, 310, 40));
        assertThat(new LogParser().parse(" weights: wrote /ws/converted_weights, TP 8 PP 1"))
                .isEmpty();
    }

    @Test
    void readsSeveralRanksOnOneLine() {
        String second = LINE.replace("      20/", "      21/");

        assertThat(iterations("[default6]:" + LINE + "[default7]:" + second
                        + "[Rank 1] (after 20 iterations) memory (MB) | allocated: 1.0"))
                .hasSize(2)
                .first()
                .isEqualTo(ITERATION);
    }

    @Test
    void readsFieldsByNameWhateverTheirOrderAndSpelling() {
        assertThat(iterations(" iteration 11/50000 | gloabl batch size:  512 | elapsed time per iteration (s): 52.5"
                        + " | lm-loss:  1.376514E+01 | load_balancing_loss: 9.9 | throughput per GPU"
                        + " (TFLOP/s/GPU): 167.5 | learning rate:    1.499E-05 | g      rad norm:"
                        + " 459.628 |"))
                .containsExactly(new LogEvent.Iteration(
                        11,
                        50_000,
                        -1,
                        52_500,
                        1.499e-5,
                        512,
                        13.76514,
                        459.628,
                        -1,
                        -1,
                        new LogEvent.Further(Double.NaN, -1, -1, 167.5, Double.NaN, Double.NaN)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "elapsed time per iteration (ms): 21700.5; 21700.5",
                "elapsed time per iteration (ms): 21700,5; 21700.5",
                "elapsed time per iteration (ms): 21,700.5; 21700.5",
                "elapsed time per iteration (ms): 21.700,5; 21700.5",
                "elapsed time per iteration (s): 21.7005; 21700.5",
                "elapsed_time_per_iteration_ms: 4.71K; 4710",
                "elapsed time per iteration: 21700.5; 21700.5",
                "elapsed time per iteration: 21.7005 s; 21700.5",
                "elapsed time per iteration: 21700.5ms; 21700.5",
                "iteration-time: 21.7005; 21700.5",
                "iteration time: 21.7005s; 21700.5",
                "Elapsed Time Per Iteration (ms): 1e3; 1000",
                "step time (s): 2; 2000",
            })
    void readsATimeInAnyUnitAndSpelling(String field, double millis) {
        assertThat(iterations("iteration 3/99 | " + field + " | lm loss: 2,5 |"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.elapsedMillis()).isEqualTo(millis);
                    assertThat(line.loss()).isEqualTo(2.5);
                });
    }

    @Test
    void readsCountsWithGroupedDigits() {
        assertThat(iterations("Iteration 3/99 | consumed samples: 1,280 | consumed tokens: 12,345,678 | lm loss: 2 |"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.consumedSamples()).isEqualTo(1280);
                    assertThat(line.further().consumedTokens()).isEqualTo(12_345_678);
                });
    }

    @Test
    void readsThroughColoursWithinTheLine() {
        String coloured = LINE.replace(
                        "lm loss: 1.293100E+00", "\u001b[1;32mlm loss\u001b[0m: \u001b[31m1.293100E+00\u001b[0m")
                .replace("iteration       20", "\u001b[36miteration\u001b[0m       20");

        assertThat(iterations(coloured)).containsExactly(ITERATION);
        assertThat(iterations("\u001b" + LINE + "\u001b[")).containsExactly(ITERATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:04:05.123456789Z stdout F ",
                "[pod/qwen-14b-worker-1/pytorch] ",
                "qwen-worker-1  | ",
                "{\"log\":\"",
                "Jan 02 03:04:05 node-3 docker[4711]: ",
            })
    void readsAnIterationBehindThePrefixesOfContainers(String prefix) {
        assertThat(iterations(prefix + LINE)).containsExactly(ITERATION);
    }

    @Test
    void readsALineThatDockerWrappedIntoJson() {
        assertThat(iterations(
                        "{\"log\":\"" + LINE + "\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-02T03:04:05.1Z\"}"))
                .containsExactly(ITERATION);
    }

    @Test
    void readsTheSizesTheTrainerWasStartedWith() {
        List<LogEvent> events = new ArrayList<>();
        for (String line : List.of(
                "using world size: 16, data-parallel-size: 2, tensor-model-parallel size: 8, pipeline-model-parallel"
                        + " size: 1 ",
                "  encoder_seq_length .............................. 1024",
                "[default0]:  seq_length ...................................... 4096",
                "  global_batch_size ............................... None",
                "  micro_batch_size ................................ 2")) {
            events.addAll(parser.parse(line));
        }

        assertThat(events.stream().filter(LogEvent.Argument.class::isInstance))
                .containsExactly(
                        new LogEvent.Argument("world_size", 16),
                        new LogEvent.Argument("tensor_model_parallel_size", 8),
                        new LogEvent.Argument("pipeline_model_parallel_size", 1),
                        new LogEvent.Argument("seq_length", 4096),
                        new LogEvent.Argument("micro_batch_size", 2));
    }

    @Test
    void readsNanotron() {
        assertThat(iterations(
                        "[default0]:08/31/2024 14:37:31 [INFO|DP=0|PP=0|TP=0]: iteration: 1 / 15 | consumed_tokens:"
                                + " 512 | elapsed_time_per_iteration_ms: 4.71K | global_batch_size: 1.02K | lm_loss: 5.32"
                                + " | lr: 0.00015 | hardware_tflops_per_gpu: | grad_norm: 2.96 | hd_total_memory_tb:"
                                + " 2.13T"))
                .containsExactly(new LogEvent.Iteration(
                        1,
                        15,
                        -1,
                        4710,
                        0.00015,
                        1020,
                        5.32,
                        2.96,
                        -1,
                        -1,
                        new LogEvent.Further(Double.NaN, 512, -1, Double.NaN, Double.NaN, Double.NaN)));
    }

    @Test
    void readsNemoAndLinesWithoutATotal() {
        assertThat(iterations(
                        "Training epoch 0, iteration 3/99 | lr: 1e-05 | global_batch_size: 8 | reduced_train_loss:"
                                + " 11.03 | train_step_timing in s: 5.25 | consumed_samples: 32"))
                .containsExactly(new LogEvent.Iteration(
                        3, 99, 32, 5250, 1e-5, 8, 11.03, Double.NaN, -1, -1, LogEvent.Further.NONE));
        assertThat(iterations(
                        "iteration: 5 | consumed samples: 40 | elapsed time per iteration (ms): 10.5 | lm loss: 2.5"))
                .containsExactly(new LogEvent.Iteration(
                        5, -1, 40, 10.5, Double.NaN, -1, 2.5, Double.NaN, -1, -1, LogEvent.Further.NONE));
    }

    @Test
    void takesTheFirstOfAPairOfCurrentAndAverage() {
        assertThat(iterations(LINE.replace("21700.5", "21700.5/22712.7"))).containsExactly(ITERATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "saving checkpoint at iteration     100 to /data/iteration 5/7",
                "  successfully saved checkpoint at iteration     100 to /data",
                " loading checkpoint from /data at iteration 200",
                " validation loss at iteration 1000 | lm loss value: 6.329505E+00 | lm loss PPL: 5.608791E+02 | ",
                "Evaluating iter 3/10 | lm loss: 3",
                "subiteration 3/10 | lm loss: 3 |",
                "iteration 3/10 | of something else |",
                "iteration 99999999999999999999/10 | lm loss: 3 |",
                "iteration /10 | lm loss: 3 |",
                "iteration 3/ | lm loss: 3 |",
                "iteration 3",
                "exiting program at iteration 300",
            })
    void takesNoOtherLineForAnIteration(String line) {
        assertThat(iterations(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"507048", "507899", "107020", "500001", "8020", "137", "143"})
    void takesNoNumberOfAnIterationForAnErrorCode(String number) {
        String line = LINE.replace("      20/", "  " + number + "/")
                .replace("       1280", "       " + number)
                .replace("64 |", number + " |");

        assertThat(parser.parse(line))
                .noneMatch(LogEvent.Failure.class::isInstance)
                .hasSize(2);
    }

    @Test
    void tellsOfANanLossThatMegatronLeavesOut() {
        String nan = LINE.replace(" lm loss: 1.293100E+00 |", "").replace("2.500", "nan");
        String skipped = LINE.replace(" lm loss: 1.293100E+00 |", "")
                .replace(" grad norm: 2.500 |", "")
                .replace("skipped iterations:   0", "skipped iterations:  10");

        TrainingProgress progress =
                TrainingProgress.NONE.withAll(parser.parse(nan)).withAll(parser.parse(nan.replace(" 20/", " 21/")));

        assertThat(progress.nanLosses()).isEqualTo(2);
        assertThat(progress.failure().orElseThrow().kind().code()).isEqualTo("LOSS_NAN");
        assertThat(TrainingProgress.NONE.withAll(new LogParser().parse(skipped)).nanLosses())
                .isZero();
        assertThat(new LogParser().parse(skipped)).noneMatch(LogEvent.Failure.class::isInstance);
    }

    @Test
    void followsTheCourseOfATraining() {
        List<LogEvent> events = new ArrayList<>();
        for (String line : List.of(
                " data: 1200 documents | 345678 tokens | 123456 tokens/s | 40 % ",
                "using world size: 8, data-parallel-size: 1, tensor-model-parallel size: 8",
                "  successfully loaded checkpoint from /ckpt [ t 1/1, p 1/1 ] at iteration 100",
                "[default0]:training ...",
                LINE,
                "saving checkpoint at iteration     100 to /out",
                "  successfully saved checkpoint at iteration     100 to /out",
                "[after training is done] datetime: 2023-07-16 10:57:01 ",
                "saving checkpoint at iteration     200 to /out in torch_dist format",
                "  successfully saved checkpoint from iteration     200 to /out [ t 1/1, p 1/1 ]")) {
            events.addAll(parser.parse(line));
        }

        assertThat(events)
                .containsExactly(
                        new LogEvent.PhaseChange(Phase.PREPARING_DATA),
                        new LogEvent.DataProgress(1200, 345_678, 123_456, 40),
                        new LogEvent.PhaseChange(Phase.LOADING),
                        new LogEvent.Argument("world_size", 8),
                        new LogEvent.Argument("tensor_model_parallel_size", 8),
                        new LogEvent.CheckpointLoaded(100, "/ckpt"),
                        new LogEvent.PhaseChange(Phase.TRAINING),
                        ITERATION,
                        new LogEvent.PhaseChange(Phase.SAVING),
                        new LogEvent.CheckpointSaved(100, "/out"),
                        new LogEvent.PhaseChange(Phase.TRAINING),
                        new LogEvent.PhaseChange(Phase.ENDING),
                        new LogEvent.PhaseChange(Phase.SAVING),
                        new LogEvent.CheckpointSaved(200, "/out"),
                        new LogEvent.PhaseChange(Phase.ENDING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  training_step ................................... 5",
                "  load_training_state ............................. True",
                "starting the training ... of the tokenizer", // "training ..." ends its line
                "use distributed training: True",
                "[after training is done] datetime: 2023-07-16 10:57:01 ",
            })
    void takesNoOtherWordForTheStartOfTheTraining(String line) {
        assertThat(parser.parse(line)).doesNotContain(new LogEvent.PhaseChange(Phase.TRAINING));
        assertThat(parser.parse("training ...")).contains(new LogEvent.PhaseChange(Phase.TRAINING));
    }

    @Test
    void givesARecordThatBreaksOffWhenNoContinuationComes() {
        String broken = LINE.substring(0, LINE.indexOf("iterations:   0"));

        assertThat(parser.parse(broken)).isEmpty();
        assertThat(parser.parse(LINE.replace(" 20/", " 21/")).stream()
                        .filter(LogEvent.Iteration.class::isInstance)
                        .map(event -> ((LogEvent.Iteration) event).iteration()))
                .containsExactly(20L, 21L);
        assertThat(parser.parse(broken)).isEmpty();
        assertThat(parser.finish()).hasSize(1);
        assertThat(parser.finish()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "21[rank3]:[W509 06:11:40.1 x.ts:487] Warning: y\n700.5",
                "21[rank3]:[W509 06:11:40.1 x.ts:487] Warning: y\n[rank3]: and more\n700.5",
                "217W0509 06:11:40.1 4711 x.cpp:9] y\n00.5",
                "217E0509 06:11:40.1 4711 x.cpp:9] y\n00.5",
                "21700.INFO:root:hello\n5",
                "217\n00.5",
                "217\n[rank3]: UserWarning: y\n00.5",
            })
    void joinsANumberThatAnotherRankCut(String torn) {
        parser.parse(LINE.replace(" 20/", " 19/"));
        List<LogEvent> events = new ArrayList<>();
        for (String line : LINE.replace("21700.5", torn).split("\n")) {
            events.addAll(parser.parse(line));
        }
        events.addAll(parser.finish());

        assertThat(events.stream().filter(LogEvent.Iteration.class::isInstance)).containsExactly(ITERATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"21[rank3]:[W509 x] y", "217E0509 06:11:40.1 x.cpp:9] y", "21Warning: y", "2170é"})
    void takesNoPartOfANumberForIt(String torn) {
        String line = LINE.replace("21700.5", torn);

        assertThat(iterations(line)).singleElement().satisfies(found -> {
            assertThat(found.elapsedMillis()).isNaN();
            assertThat(found.lossIsNan()).isFalse();
        });
        List<LogEvent.Iteration> cut = iterations(line.substring(0, line.indexOf(torn) + torn.length()) + "\n" + LINE);
        assertThat(cut).allSatisfy(found -> assertThat(found.lossIsNan()).isFalse());
        assertThat(cut.get(0).elapsedMillis()).isNaN();
    }

    @Test
    void dropsANumberThatTheEndOfTheLogCut() {
        parser.parse(LINE);

        assertThat(iterations(LINE.replace(" 20/", " 21/").substring(0, LINE.indexOf("00.5 |"))))
                .singleElement()
                .satisfies(found -> assertThat(found.elapsedMillis()).isNaN());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "[default7]: ~ 7",
                "[rank12]: ~ 12",
                "[Rank 3 | Local Rank 3] 2026-01-02 INFO [train_engine:48] =>  ~ 3",
                "5: ~ 5",
                "2026-01-02T03:04:05.1Z stdout F [rank0]: ~ 0",
                " [2024-10-16 04:23:00] ~ -1",
            })
    void namesTheRankThatPrints(String prefix, long rank) {
        List<LogEvent> events = parser.parse(prefix + LINE);

        assertThat(events.stream().filter(LogEvent.PrintedBy.class::isInstance))
                .containsExactlyElementsOf(rank < 0 ? List.of() : List.of(new LogEvent.PrintedBy(rank)));
        assertThat(parser.parse(prefix + LINE)).noneMatch(LogEvent.PrintedBy.class::isInstance);
    }

    @Test
    void tellsALossThatIsNoNumberFromNone() {
        String fsdp =
                " iteration 1/ 20 | consumed samples: 8 | elapsed time per iteration (ms): 10520.60 | lm loss: %s |"
                        + " grad norm: 8.5 |";

        assertThat(iterations(fsdp.formatted("nan")).get(0).lossIsNan()).isTrue();
        assertThat(iterations(fsdp.formatted("-nan")).get(0).lossIsNan()).isTrue();
        assertThat(iterations(fsdp.formatted("inf")).get(0).lossIsNan()).isTrue();
        assertThat(iterations(fsdp.replace(" lm loss: %s |", "")).get(0).lossIsNan())
                .isFalse();
    }

    @Test
    @Timeout(20)
    void neverThrowsWhateverTheBytes() {
        Random random = new Random(1);
        byte[] line = LINE.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = line.clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            parser.parse(damaged, random.nextInt(40), damaged.length - random.nextInt(40), event -> {});
        }
        byte[] noise = new byte[1 << 20];
        random.nextBytes(noise);
        parser.parse(noise, 0, noise.length, event -> {});
        assertThat(iterations(LINE)).containsExactly(ITERATION);
    }

    @Test
    @Timeout(20)
    void survivesALineOfFiftyMegabytes() {
        String line = LINE + "x|".repeat(25 << 20);

        assertThat(iterations(line)).containsExactly(ITERATION);
        assertThat(iterations("\r".repeat(1 << 20) + LINE)).containsExactly(ITERATION);
    }

    @Test
    void readsEveryNumberAsTheJdkDoes() {
        Random random = new Random(2);
        for (int round = 0; round < 1000; round++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                for (String format : List.of("%.3E", "%.6E", "%.17e", "%s", "%.1e")) {
                    String text = String.format(Locale.ROOT, format, value);
                    assertThat(number("  " + text + " ")).isEqualTo(Double.parseDouble(text));
                }
            }
        }
        assertThat(number(" nan")).isNaN();
        assertThat(number(" ...")).isNaN();
        assertThat(number("-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(number("12.")).isEqualTo(12);
        assertThat(number("1e")).isEqualTo(1);
    }

    private static LogEvent.Further scale(double lossScale) {
        return new LogEvent.Further(lossScale, -1, -1, Double.NaN, Double.NaN, Double.NaN);
    }

    private static double number(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return LogNumbers.parse(bytes, 0, bytes.length);
    }

    private List<LogEvent.Iteration> iterations(String line) {
        List<LogEvent> events = new ArrayList<>(parser.parse(line));
        events.addAll(parser.finish());
        return events.stream()
                .filter(LogEvent.Iteration.class::isInstance)
                .map(LogEvent.Iteration.class::cast)
                .toList();
    }
}
