package io.npushell.trainlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ended a training, and whom the log names, where several lines of it look like failures. */
class FirstCauseTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/failures");
    private static final String TORCHRUN = "torch.distributed.elastic.multiprocessing.errors.ChildFailedError: ";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // file | code | who | in the line that says so
                "tee-hides-oom | NPU_OUT_OF_MEMORY | Rank 7 (NPU 7) failed first. | Tried to allocate 1.90 GiB",
                "ei0013-watchdog | HCCL_LINK_FAULT | Rank 3 waited for NPU 0 of 192.0.2.195. |"
                        + " Execution_Error_ROCE_CQE(EI0013)",
                "ei0011-memory | NPU_OUT_OF_MEMORY | Rank 5 (NPU 5) failed first. | (EI0011): Failed to allocate",
                "late-node-then-oom | NPU_OUT_OF_MEMORY | Rank 7 (NPU 7) failed first. | Tried to allocate 1.90 GiB",
                "ifconfig-missing-then-oom | NPU_OUT_OF_MEMORY | Rank 7 (NPU 7) failed first. | Tried to allocate",
                "rank-5-index-error-then-ei0002 | PYTHON_ERROR | Rank 5 on node-b failed first. | IndexError: index"
                        + " 1048577",
                "hbm-ecc-507054 | NPU_MEMORY_FAULT | Rank 6 (NPU 6) failed first. | error code is 507054",
                "el0004-driver-memory | NPU_MEMORY_HELD | Rank 2 failed first. | (EL0004): Failed to allocate memory.",
                "torchrun-sigsegv | CRASHED | Rank 4 on node-b failed first. | -11",
                "silent-137 | - | - | -",
                "dash-not-found | COMMAND_MISSING | '' | torchrun: not found",
                "dataloader-shm | SHARED_MEMORY | Rank 2 failed first. | insufficient shared memory",
                "unrecognized-arguments | ARGUMENT_UNKNOWN | Rank 0 failed first. | --DDP-impl local",
                "bar-without-newline | - | - | -",
            })
    void isNamed(String file, String code, String who, String said) throws IOException {
        TrainingProgress progress = read(lines(file));

        assertThat(progress.cause().map(cause -> cause.kind().code()).orElse(null))
                .isEqualTo(code);
        assertThat(progress.cause().map(Cause::who).orElse(null)).isEqualTo(who);
        if (said != null) {
            assertThat(progress.cause().orElseThrow().failure().line()).contains(said);
            assertThat(progress.cause().orElseThrow().certain()).isTrue();
        }
    }

    @Test
    void hasARemedyWithTheNumberOfTheNpu() throws IOException {
        assertThat(read(lines("hbm-ecc-507054")).cause().orElseThrow().remedy()).contains("npu-smi info -t ecc -i 6");
        assertThat(cause("[rank2]: Memory_Allocation_Failure(EL0004): Failed to allocate memory.")
                        .remedy())
                .contains("NPU N");
    }

    @Test
    void isNoWarningThatTheTrainingWentOnAfter() {
        String warning = "[W socket.cpp:663] [c10d] The client socket has failed to connect to 192.0.2.1:6000";

        assertThat(cause(warning, line(1), "NPU out of memory").kind().code()).isEqualTo("NPU_OUT_OF_MEMORY");
        assertThat(cause(warning, "training ...", "[rank3]: ValueError: bad")
                        .kind()
                        .code())
                .as("all ranks had met before the first iteration")
                .isEqualTo("PYTHON_ERROR");
        assertThat(cause(warning, "[rank3]: ValueError: bad").kind().code()).isEqualTo("PYTHON_ERROR");
        assertThat(cause(warning).kind().code()).as("the only one").isEqualTo("MASTER_UNREACHABLE");
        assertThat(cause(warning).certain()).isFalse();
        assertThat(read(List.of(warning, line(1))).cause()).isEmpty();
    }

    @Test
    void isAnErrorThoughAnotherRankStillPrintsTheIterationItWasIn() {
        String error = "[rank5]: IndexError: index 9 is out of bounds";
        String timeout = "[rank0]: EI0002: The wait execution of the Notify register times out.";

        Cause cause = cause(line(1), line(2), error, line(3), timeout);

        assertThat(cause.kind().code()).isEqualTo("PYTHON_ERROR");
        assertThat(cause(line(1), line(2), error, line(3), "[rank7]: NPU out of memory")
                        .kind()
                        .code())
                .isEqualTo("NPU_OUT_OF_MEMORY");
        assertThat(cause(line(1), line(2), error, line(3)).kind().code()).isEqualTo("PYTHON_ERROR");
        assertThat(cause(line(1), error, line(2), line(3), timeout).kind().code())
                .as("two more iterations need all ranks")
                .isEqualTo("HCCL_NOTIFY_TIMEOUT");
    }

    @Test
    void isOfTheRunAfterARestart() {
        List<String> lines = new ArrayList<>(List.of(
                line(1),
                line(2),
                "[rank3]: RuntimeError: Expected all tensors to be on the same device",
                "[E] torch.distributed.elastic.multiprocessing.api: failed (exitcode: 1) local_rank: 3 (pid: 7) of"
                        + " binary: python",
                "[W] torch.distributed.elastic.agent.server.api: [default] Worker group FAILED. 3/3 attempts left;"
                        + " will restart worker group",
                "using world size: 8, data-parallel size: 1",
                line(2)));
        assertThat(read(lines).cause()).isEmpty();

        lines.add("[rank1]: RuntimeError: NPU out of memory. Tried to allocate 1 GiB (NPU 1; 60 GiB");
        assertThat(read(lines).cause().orElseThrow().who()).isEqualTo("Rank 1 (NPU 1) failed first.");
    }

    @Test
    void isThatOfTheRankWhichTorchrunSawFailFirst() {
        Cause cause = cause(
                line(1),
                "[rank2]: RuntimeError: Connection closed by peer [192.0.2.7]:4711",
                "[rank1]: ValueError: it was closed",
                TORCHRUN,
                "============================================================",
                "Failures:",
                "[1]:",
                "  host      : node-a",
                "  rank      : 1 (local_rank: 1)",
                "  exitcode  : -11 (pid: 222)",
                "  traceback : Signal 11 (SIGSEGV) received by PID 222",
                "------------------------------------------------------------",
                "Root Cause (first observed failure):",
                "[0]:",
                "  time      : 2026-03-13_06:55:09",
                "  host      : node-b",
                "  rank      : 12 (local_rank: 4)",
                "  exitcode  : -9 (pid: 7001)",
                "  error_file: <N/A>",
                "  traceback : Signal 9 (SIGKILL) received by PID 7001",
                "============================================================");

        assertThat(cause.kind().code()).isEqualTo("KILLED_BY_SIGNAL");
        assertThat(cause.who()).isEqualTo("Rank 12 on node-b failed first.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Cluster Exception Location[IP/ID]:[192.0.2.1/3], Arrival Time:[x] ~ NPU 3 of 192.0.2.1 is the one"
                        + " that was waited for.",
                "the record from remote rank: [5]. base ~ Rank 5 is the one that was waited for.",
                "A timeout occurs. Waiting peer rank: 6; task information ~ Rank 6 is the one that was waited for.",
                "Remote rank: 2. Base information: x ~ Rank 2 is the one that was waited for.",
                "the Notify record from remote rank [unknown].base information ~ ''",
            })
    void namesThePeerThatATimeoutIsOf(String line, String who) {
        assertThat(cause("EI0002: The wait execution of the Notify register times out.", line)
                        .who())
                .isEqualTo(who);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "[rank5]: ~ Rank 5 failed first.",
                "[Rank 5] ~ Rank 5 failed first.",
                "[default5]: ~ Rank 5 failed first.",
                "[rank5]:[E313 06:55:05.8 x.ts:1] ~ Rank 5 failed first.",
                "[ERROR] 2025-11-03-20:18:46 (PID:2103452, Device:5, RankID:13) ~ Rank 13 (NPU 5) failed first.",
                "[ERROR] RUNTIME(4711,python):2025-11-03 [x.cc:3] device_id=5, ~ NPU 5 failed first.",
                "'' ~ ''",
            })
    void namesTheRankByTheMarksOfALine(String prefix, String who) {
        assertThat(cause(prefix + " EI0011: Failed to allocate 3 bytes of NPU memory.")
                        .who())
                .isEqualTo(who);
    }

    @Test
    void isNoLossThatBecameANumberAgain() {
        String nan = line(2).replace("lm loss: 1.5E+00", "lm loss: nan");

        assertThat(read(List.of(line(1), nan)).lossIsNan()).isTrue();
        assertThat(read(List.of(line(1), nan, line(3), line(4))).lossIsNan()).isFalse();
        assertThat(cause(line(1), nan, line(3), line(4), "[rank0]: ValueError: x")
                        .kind()
                        .code())
                .isEqualTo("PYTHON_ERROR");
    }

    @Test
    void tellsHowTheLogAnnouncesAnEnd() {
        assertThat(read(List.of(line(1), "exiting program at iteration 300")).announced())
                .isEqualTo("at iteration 300");
        assertThat(read(List.of(line(1), "exiting program after 12.5 minutes")).announced())
                .isEqualTo("after 12.5 minutes");
        assertThat(read(List.of("exiting program after receiving SIGTERM.")).announced())
                .isEqualTo("after receiving SIGTERM");
        TrainingProgress ended = read(List.of(line(1), "[after training is done] datetime: 2026"));
        assertThat(ended.done()).isTrue();
        assertThat(ended.announced()).isEmpty();
        assertThat(ended.with(new LogEvent.PhaseChange(Phase.SAVING)).done()).isTrue();
        assertThat(ended.with(new LogEvent.PhaseChange(Phase.LOADING)).done()).isFalse();
        assertThat(read(List.of("exiting program at iteration 2", line(3))).announced())
                .isEmpty();
    }

    private static String line(int iteration) {
        return " iteration " + iteration
                + "/ 200 | elapsed time per iteration (ms): 100.0 | lm loss: 1.5E+00 | grad norm: 1.0 |";
    }

    private static List<String> lines(String file) throws IOException {
        try (Stream<String> lines = Files.lines(RECORDED.resolve(file + ".log"), StandardCharsets.UTF_8)) {
            return lines.toList();
        }
    }

    private static TrainingProgress read(List<String> lines) {
        LogParser parser = new LogParser();
        List<LogEvent> events = new ArrayList<>();
        lines.forEach(line -> events.addAll(parser.parse(line)));
        events.addAll(parser.finish());
        return TrainingProgress.NONE.withAll(events);
    }

    private static Cause cause(String... lines) {
        return read(List.of(lines)).cause().orElseThrow();
    }
}
