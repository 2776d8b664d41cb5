package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionState;
import io.npushell.session.Specs;
import io.npushell.session.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    Path directory;

    @BeforeEach
    void logOfThreeHoursAgo() throws IOException {
        print(directory.resolve("run.log"), Duration.ofHours(3));
    }

    @Test
    void isOddAfterManyTimesTheUsualGap() {
        assertThat(Silence.odd(running("training", 21.7), NOW)).hasValue(Duration.ofHours(3));
        assertThat(Silence.odd(running("training", 217), NOW)).hasValue(Duration.ofHours(3));
    }

    @Test
    void isNotOddWhereLinesAreRare() {
        assertThat(Silence.odd(running("training", 1800), NOW)).isEmpty();
    }

    @Test
    void isNotOddForSomeMinutes() throws IOException {
        print(directory.resolve("run.log"), Duration.ofMinutes(9));

        assertThat(Silence.odd(running("training", 0.1), NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting", "loading", "saving", "validating", "preparing data", "ending"})
    void isNotOddWhileSomethingElseIsDone(String phase) {
        assertThat(Silence.odd(running(phase, 1), NOW)).isEmpty();
    }

    @Test
    void isNotOddBeforeAGapIsKnown() {
        assertThat(Silence.odd(running("training", Double.NaN), NOW)).isEmpty();
    }

    @Test
    void countsTheLogsOfAllNodes() throws IOException {
        print(Files.createDirectories(directory.resolve("nodes/3")).resolve("run.log"), Duration.ofMinutes(1));

        assertThat(Silence.odd(running("training", 21.7), NOW)).isEmpty();
        assertThat(Silence.since(running("training", 21.7), NOW)).hasValue(Duration.ofMinutes(1));
    }

    @Test
    void isNothingWhereAClockIsAhead() throws IOException {
        print(directory.resolve("run.log"), Duration.ofHours(-2));

        assertThat(Silence.since(running("training", 1), NOW)).hasValue(Duration.ZERO);
    }

    private static void print(Path log, Duration before) throws IOException {
        Files.writeString(log, "x\n");
        Files.setLastModifiedTime(log, FileTime.from(NOW.minus(before)));
    }

    private Session running(String phase, double secondsPerLine) {
        Summary summary =
                new Summary(2, phase, 2, 1, 200, 5, 5, 5, 1500, secondsPerLine, secondsPerLine, -1, null, null);
        return new Session(
                Specs.spec(new SessionId(13)),
                directory,
                SessionState.RUNNING,
                null,
                null,
                "train",
                NOW.minus(Duration.ofHours(4)),
                null,
                null,
                summary);
    }
}
