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

/** What each recorded log says, as read by eye. */
class RecordedLogsTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/trainlog");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // file, iteration lines, first, last, total, first loss, last loss, NaN lines, phase, saved, loaded, failure
        "01-megatron-deepspeed-3d-n16, 49, 1, 49, 1000, 12.44238, 7.747273, 0, TRAINING, -1, -1, CHECKPOINT_MISSING",
        "02-megatron-n8-interleaved, 20, 10, 200, 1000, 12.10588, 7.534106, 0, VALIDATING, -1, -1, SLURM_CANCELLED",
        "03-megatron-n64-sigterm, 4, 30, 60, 1000, 76.76836, 16.9694, 0, TRAINING, -1, -1, SLURM_TIME_LIMIT",
        "05-tr8b-104B-spikes, 19, 6502, 17068, 159576, 3.876781, 4.137348, 0, TRAINING, -1, -1, ''",
        "08-megatron-resume-already-complete-2023-07, 0, -1, -1, -1, NaN, NaN, 0, ENDING, 5000, 5000, ''",
        "13-mindspeed-llm-fsdp2-npu-2026, 6, 1, 3, 2000, 1.304194, 2.669216, 0, TRAINING, -1, -1, ''",
        "15-megatron-nan-gradnorm-no-lmloss, 3, 5426, 5428, 250000, NaN, NaN, 3, TRAINING, -1, -1, LOSS_NAN",
        "16-epfl-megatron-llm-7b, 4, 122, 125, 250000, 2.504220, 2.477393, 0, TRAINING, -1, -1, ''",
        "20-ascendspeed-llama65b-npu-readme, 1, 11, 11, 50000, 13.76514, 13.76514, 0, TRAINING, -1, -1, ''",
        "21-npu-oom-and-childfailed, 0, -1, -1, -1, NaN, NaN, 0, STARTING, -1, -1, NPU_OUT_OF_MEMORY",
        "22-npu-hccl-ei0006-socket-timeout, 0, -1, -1, -1, NaN, NaN, 0, STARTING, -1, -1, HCCL_CONNECT_TIMEOUT",
        "23-npu-hccl-ei0002-notify-timeout, 0, -1, -1, -1, NaN, NaN, 0, STARTING, -1, -1, HCCL_NOTIFY_TIMEOUT",
        "26-torchrun-address-already-in-use, 0, -1, -1, -1, NaN, NaN, 0, STARTING, -1, -1, MASTER_PORT_TAKEN",
        "30-mindspeed-mm-rank-prefix-npu, 1, 1, 1, 100, 1.92462, 1.92462, 0, TRAINING, -1, -1, ''",
    })
    void readsWhatTheLogSays(
            String name,
            int lines,
            long first,
            long last,
            long total,
            double firstLoss,
            double lastLoss,
            long nan,
            Phase phase,
            long saved,
            long loaded,
            String failure)
            throws IOException {
        List<LogEvent> events = events(name);
        TrainingProgress progress = TrainingProgress.NONE.withAll(events);

        assertThat(events.stream().filter(LogEvent.Iteration.class::isInstance)).hasSize(lines);
        assertThat(progress.firstIteration()).isEqualTo(first);
        assertThat(progress.iteration()).isEqualTo(last);
        assertThat(progress.total()).isEqualTo(total);
        assertThat(Double.valueOf(progress.firstLoss())).isEqualTo(Double.valueOf(firstLoss));
        assertThat(Double.valueOf(progress.lastLoss())).isEqualTo(Double.valueOf(lastLoss));
        assertThat(progress.nanLosses()).isEqualTo(nan);
        assertThat(progress.phase()).isEqualTo(phase);
        assertThat(progress.savedIteration()).isEqualTo(saved);
        assertThat(progress.loadedIteration()).isEqualTo(loaded);
        assertThat(progress.failure().map(found -> found.kind().code()).orElse(""))
                .isEqualTo(failure);
    }

    @Test
    void joinsARecordWrappedOverThreeLines() throws IOException {
        LogEvent.Iteration wrapped = events("05-tr8b-104B-spikes").stream()
                .filter(event -> event instanceof LogEvent.Iteration line && line.iteration() == 13_251)
                .map(LogEvent.Iteration.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(wrapped)
                .isEqualTo(new LogEvent.Iteration(
                        13_251,
                        159_576,
                        2_333_840,
                        220_631.9,
                        5.996e-5,
                        800,
                        2.924229,
                        122_160.116,
                        0,
                        0,
                        wrapped.further()));
    }

    @Test
    void readsValidation() throws IOException {
        List<LogEvent> events = events("02-megatron-n8-interleaved");

        assertThat(events)
                .contains(new LogEvent.Validation(100, 8.095942), new LogEvent.Validation(200, 7.645013))
                .contains(new LogEvent.PhaseChange(Phase.LOADING));
        assertThat(TrainingProgress.NONE.withAll(events).skippedIterations()).isEqualTo(19);
        assertThat(events("08-megatron-resume-already-complete-2023-07"))
                .contains(new LogEvent.Validation(-1, 5.741563), new LogEvent.Notice("test loss 6.015863"));
    }

    @Test
    void givesTheSameEventsInOneFoldAndStepByStep() throws IOException {
        List<LogEvent> events = events("02-megatron-n8-interleaved");

        TrainingProgress stepped = TrainingProgress.NONE;
        for (LogEvent event : events) {
            stepped = stepped.with(event);
        }

        assertThat(stepped).isEqualTo(TrainingProgress.NONE.withAll(events));
    }

    private static List<LogEvent> events(String name) throws IOException {
        LogParser parser = new LogParser();
        List<LogEvent> events = new ArrayList<>();
        try (Stream<String> lines = Files.lines(RECORDED.resolve(name + ".log"), StandardCharsets.UTF_8)) {
            lines.forEach(line -> events.addAll(parser.parse(line)));
        }
        events.addAll(parser.finish());
        return events;
    }
}
