package io.npushell.trainlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.trainlog.TrainingVerdict.Outcome;
import io.npushell.trainlog.TrainingVerdict.Outside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How trainings ended whose script gave exit code 0, by their logs: each as it is printed, and what is right to say. */
class TrainingVerdictTest {
    private static final String OUT_OF_MEMORY =
            "[rank7]: RuntimeError: NPU out of memory. Tried to allocate 1.90 GiB (NPU 7; 60.96 GiB total capacity)\n";
    private static final String CHILD_FAILED = "torch.distributed.elastic.multiprocessing.errors.ChildFailedError: \n";
    private static final String DONE = "[after training is done] datetime: 2024-05-16 12:11:12 \n";
    private static final String START = "[npu-shell] step train: qwen.sh\ntraining ...\n"
            + "[before the start of training step] datetime: 2024-05-16 12:11:12 \n";

    @TempDir
    Path directory;

    private long whole = -1;
    private boolean stopAsked;
    private int exitCode;

    @Test
    void isCompletedAtTheEndOfItsIterations() throws IOException {
        assertSeen(START + iterations(1, 20, 1, 20) + DONE + saved(20), Outcome.COMPLETED, "", true);
        assertSeen(START + iterations(1, 20, 1, 20), Outcome.COMPLETED, "", true);
        assertSeen(START + iterations(10, 20, 10, 20) + DONE, Outcome.COMPLETED, "", true);
    }

    @Test
    void isFailedByACauseThatNothingOvercame() throws IOException {
        assertSeen(
                START + iterations(1, 12, 1, 200) + OUT_OF_MEMORY + CHILD_FAILED,
                Outcome.FAILED,
                "NPU out of memory",
                true);
        assertSeen(START + OUT_OF_MEMORY + CHILD_FAILED, Outcome.FAILED, "NPU out of memory", true);
        assertSeen(
                "scripts/qwen/qwen.sh: 84: bash: torchrun: command not found\n",
                Outcome.FAILED,
                "command or script missing",
                true);
        assertSeen(START + CHILD_FAILED, Outcome.FAILED, "a rank failed", true);
    }

    @Test
    void isFailedWithinItsLastLogIntervalToo() throws IOException {
        assertSeen(START + iterations(1, 199, 1, 200) + CHILD_FAILED, Outcome.FAILED, "a rank failed", true);
        assertSeen(START + iterations(1, 200, 1, 200) + OUT_OF_MEMORY, Outcome.FAILED, "NPU out of memory", true);
    }

    @Test
    void takesAWarningForNoCauseThatItTrainedOnAfter() throws IOException {
        String warning = "ifconfig: command not found\nimport of apex failed: ImportError: no apex\n";
        assertSeen(warning + START + iterations(1, 20, 1, 20) + DONE, Outcome.COMPLETED, "", true);
        assertSeen(START + warning + iterations(1, 20, 1, 20), Outcome.COMPLETED, "", true);
        assertSeen(START + iterations(1, 5, 1, 20) + warning + iterations(6, 20, 1, 20), Outcome.COMPLETED, "", true);
    }

    @Test
    void isFailedWhereTheLogEndsShort() throws IOException {
        assertSeen(START + iterations(1, 12, 1, 200), Outcome.FAILED, "log ends at iteration 12 of 200", true);
        assertSeen(START + iterations(10, 20, 10, 40), Outcome.FAILED, "log ends at iteration 20 of 40", true);
        assertSeen(
                "  successfully saved checkpoint at iteration     180 to /out\n" + loaded(180) + START
                        + iterations(181, 182, 1, 200),
                Outcome.FAILED,
                "log ends at iteration 182 of 200",
                true);
        assertSeen(
                START + loaded(180) + iterations(181, 181, 1, 200),
                Outcome.FAILED,
                "log ends at iteration 181 of 200",
                true);
    }

    @Test
    void isCompletedWithinOneLogIntervalOfTheEnd() throws IOException {
        assertSeen(START + iterations(10, 20, 10, 25) + DONE + saved(25), Outcome.COMPLETED, "", true);
        assertSeen(START + iterations(10, 20, 10, 25), Outcome.COMPLETED, "", false);
        assertSeen(START + iterations(10, 10, 10, 15), Outcome.COMPLETED, "", false);
        assertSeen(
                " log_interval ...................................... 10\n" + loaded(15) + START
                        + iterations(20, 20, 10, 29),
                Outcome.COMPLETED,
                "",
                false);
        assertSeen(START + iterations(10, 10, 10, 25), Outcome.FAILED, "log ends at iteration 10 of 25", true);
    }

    @Test
    void isCompletedWhereTheLastCheckpointIsWhole() throws IOException {
        whole = 40;
        assertSeen(START + iterations(1, 12, 1, 40), Outcome.COMPLETED, "", true);
        whole = 20;
        assertSeen(START + iterations(1, 12, 1, 40), Outcome.FAILED, "log ends at iteration 12 of 40", true);
        whole = -1;
        assertSeen(START + iterations(1, 12, 1, 40) + saved(40), Outcome.COMPLETED, "", true);
    }

    @Test
    void isFailedWhereTheLastSaveWasCutShort() throws IOException {
        String begun = "saving checkpoint at iteration      20 to /out\n";
        assertSeen(
                START + iterations(1, 20, 1, 20) + DONE + begun,
                Outcome.FAILED,
                "the last checkpoint was not saved whole",
                true);
        assertSeen(
                START + iterations(1, 20, 1, 20) + DONE + begun + "OSError: [Errno 28] No space left on device\n"
                        + CHILD_FAILED,
                Outcome.FAILED,
                "disk full",
                true);
        whole = 20;
        assertSeen(START + iterations(1, 20, 1, 20) + DONE + begun, Outcome.COMPLETED, "", true);
    }

    @Test
    void isStoppedByALimitOfItsOwn() throws IOException {
        for (String words : new String[] {
            "exiting program at iteration 50",
            "exiting program after 60.1 minutes",
            "exiting program after receiving SIGTERM."
        }) {
            String reason = "its own limit: " + words.replaceAll("\\.$", "");
            assertSeen(
                    START + iterations(1, 50, 1, 200) + saved(50) + "[" + words + "] datetime: 2024-05-16 12:11:12 \n",
                    Outcome.STOPPED,
                    reason,
                    true);
            assertSeen(START + iterations(1, 50, 1, 200) + words + "\n" + DONE, Outcome.STOPPED, reason, true);
            assertSeen(
                    START + iterations(1, 49, 1, 200) + words + "\n" + iterations(50, 50, 1, 200),
                    Outcome.STOPPED,
                    reason,
                    true);
        }
        assertSeen(
                START + iterations(1, 200, 1, 200) + "[exiting program at iteration 200] datetime: x\n",
                Outcome.COMPLETED,
                "",
                true);
    }

    @Test
    void isStoppedWhereItWasAskedToBelowTheEnd() throws IOException {
        stopAsked = true;
        assertSeen(START + iterations(1, 12, 1, 20), Outcome.STOPPED, "exit code 0", true);
        assertSeen(START + iterations(1, 19, 1, 20), Outcome.STOPPED, "exit code 0", true);
        assertSeen(START, Outcome.STOPPED, "exit code 0", true);
        assertSeen(START + iterations(1, 20, 1, 20) + DONE, Outcome.COMPLETED, "", true);
        assertSeen(START + iterations(1, 12, 1, 20) + OUT_OF_MEMORY, Outcome.STOPPED, "exit code 0", true);
        exitCode = 143;
        assertSeen(START + iterations(1, 20, 1, 20) + DONE, Outcome.STOPPED, "exit code 143", true);
    }

    @Test
    void isFailedWhereTheLossIsNanToTheEnd() throws IOException {
        assertSeen(
                START + iterations(1, 10, 1, 20) + nan(11, 20) + DONE + saved(20),
                Outcome.FAILED,
                "loss became NaN",
                true);
        assertSeen(START + iterations(1, 10, 1, 20) + nan(11, 14), Outcome.FAILED, "loss became NaN", true);
        assertSeen(
                START + iterations(1, 10, 1, 20) + nan(11, 14) + iterations(15, 20, 1, 20) + DONE,
                Outcome.COMPLETED,
                "",
                true);
    }

    @Test
    void takesALineOfAnotherRankWithoutALossForNoNan() throws IOException {
        String other =
                " iteration       20/      20 | consumed samples:         1280 | elapsed time per iteration (ms): 1.0"
                        + " | global batch size:    64 | grad norm: 1.000 | number of skipped iterations:   0 | number of"
                        + " nan iterations:   0 |\n";
        assertSeen(START + iterations(1, 20, 1, 20) + other + DONE, Outcome.COMPLETED, "", true);
        assertSeen(
                START + iterations(1, 19, 1, 20) + other + iterations(20, 20, 1, 20) + DONE,
                Outcome.COMPLETED,
                "",
                true);
    }

    @Test
    void staysCompletedWhereNoIterationIsShown() throws IOException {
        assertSeen(START + DONE, Outcome.COMPLETED, "", false);
        assertSeen(START, Outcome.COMPLETED, "", false);
        assertSeen("", Outcome.COMPLETED, "", false);
        assertSeen("Epoch 1/3: step 5, loss 1.3\nEpoch 3/3: step 5, loss 0.3\n", Outcome.COMPLETED, "", false);
        assertSeen(loaded(200) + START + DONE + saved(200), Outcome.COMPLETED, "", false);
    }

    @Test
    void readsAValidationBehindTheLastIteration() throws IOException {
        String evaluated = "-----------\n"
                + " validation loss at iteration 20 on validation set | lm loss value: 6.329505E+00 | lm loss PPL:"
                + " 5.6E+02 | \n";
        assertSeen(START + iterations(1, 20, 1, 20) + DONE + saved(20) + evaluated, Outcome.COMPLETED, "", true);
        assertSeen(START + iterations(1, 20, 1, 20) + evaluated, Outcome.COMPLETED, "", true);
    }

    @Test
    void blamesNoTrainingForWhatItsScriptTriesAfterwards() throws IOException {
        String after = "cp: cannot create regular file '/obs/x': Permission denied\n";
        assertSeen(START + iterations(1, 20, 1, 20) + DONE + saved(20) + after, Outcome.COMPLETED, "", true);
        assertSeen(
                START + iterations(1, 20, 1, 20) + DONE + saved(20) + OUT_OF_MEMORY + CHILD_FAILED,
                Outcome.FAILED,
                "NPU out of memory",
                true);
    }

    @Test
    void judgesTheLastOfSeveralRuns() throws IOException {
        String first = START + iterations(1, 12, 1, 20) + OUT_OF_MEMORY + CHILD_FAILED;
        String building = "building GPT model ...\n" + loaded(10);
        assertSeen(first + building + iterations(11, 20, 1, 20) + DONE + saved(20), Outcome.COMPLETED, "", true);
        assertSeen(first + building + OUT_OF_MEMORY, Outcome.FAILED, "NPU out of memory", true);
        assertSeen(
                START + iterations(1, 20, 1, 20) + DONE + "building GPT model ...\n" + iterations(1, 4, 1, 20),
                Outcome.FAILED,
                "log ends at iteration 4 of 20",
                true);
    }

    @Test
    void looksAtTheTrainingOnly() throws IOException {
        String data = "[npu-shell] step data: x.parquet\nPermissionError: [Errno 13] Permission denied\n";
        String export = "[npu-shell] step export: a model\n"
                + "Traceback (most recent call last):\n"
                + "OSError: [Errno 28] No space left on device\n";
        assertSeen(data + START + iterations(1, 20, 1, 20) + DONE + saved(20) + export, Outcome.COMPLETED, "", true);
        assertSeen(data + START + DONE + export, Outcome.COMPLETED, "", false);
    }

    @Test
    void believesTheVerdictThatEndedTheRun() throws IOException {
        Path log = directory.resolve("run.log");
        TrainingVerdict failed = new TrainingVerdict(Outcome.FAILED, "NPU out of memory", true);
        Files.writeString(log, START + iterations(1, 20, 1, 20) + TrainingEnd.line(failed) + "\n");

        assertThat(TrainingEnd.read(log).told()).contains(failed);
    }

    @Test
    void keepsAnExitCodeOfAFailure() throws IOException {
        exitCode = 3;
        assertSeen(START + iterations(1, 20, 1, 20) + DONE, Outcome.FAILED, "exit code 3", true);
        exitCode = 143;
        assertSeen(START + iterations(1, 12, 1, 20), Outcome.FAILED, "exit code 143", true);
        assertSeen(
                START + iterations(1, 12, 1, 20) + "exiting program after receiving SIGTERM.\n",
                Outcome.STOPPED,
                "its own limit: exiting program after receiving SIGTERM",
                true);
        assertSeen(
                START + iterations(1, 12, 1, 20) + OUT_OF_MEMORY + "exiting program at iteration 12\n",
                Outcome.FAILED,
                "exit code 143",
                true);
    }

    @Test
    void readsAllOfALogWhoseEndIsOnlyNoise() throws IOException {
        Path log = directory.resolve("run.log");
        String noise = "E39999: nothing that is known | ".repeat(4) + "\n";
        Files.writeString(log, START + iterations(1, 12, 1, 20) + noise.repeat((18 << 20) / noise.length()));

        assertThat(TrainingEnd.read(log).evidence().iteration()).isEqualTo(12);
    }

    private void assertSeen(String log, Outcome outcome, String reason, boolean endSeen) throws IOException {
        Path file = directory.resolve("run.log");
        Files.writeString(file, log);
        TrainingVerdict verdict =
                TrainingVerdict.of(TrainingEnd.read(file).evidence(), new Outside(exitCode, stopAsked, whole));
        assertThat(verdict)
                .as(log.length() < 1000 ? log : log.substring(log.length() - 1000))
                .isEqualTo(new TrainingVerdict(outcome, reason, endSeen));
    }

    private static String loaded(long iteration) {
        return "  successfully loaded checkpoint from /out at iteration " + iteration + "\n";
    }

    private static String saved(long iteration) {
        return "saving checkpoint at iteration %7d to /out\n  successfully saved checkpoint at iteration %7d to /out\n"
                .formatted(iteration, iteration);
    }

    private static String iterations(long from, long to, long interval, long total) {
        return LongStream.rangeClosed(from, to)
                .filter(iteration -> (iteration - from) % interval == 0)
                .mapToObj(iteration -> line(iteration, total, " lm loss: 1.200000E+00 |", "1.000"))
                .collect(Collectors.joining());
    }

    /** As Megatron prints it: without a loss. */
    private static String nan(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(iteration -> line(iteration, 20, "", "nan"))
                .collect(Collectors.joining());
    }

    private static String line(long iteration, long total, String loss, String norm) {
        return String.format(
                Locale.ROOT,
                " iteration %8d/%8d | consumed samples: %12d | elapsed time per iteration (ms): 21700.0 | learning"
                        + " rate: 1.2E-06 | global batch size:    64 |%s loss scale: 1.0 | grad norm: %s | number of"
                        + " skipped iterations:   0 | number of nan iterations:   0 |%n",
                iteration,
                total,
                iteration * 64,
                loss,
                norm);
    }
}
