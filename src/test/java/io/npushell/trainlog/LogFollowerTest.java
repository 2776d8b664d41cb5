package io.npushell.trainlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LogFollowerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Path log;

    @BeforeEach
    void nameTheLog() {
        log = directory.resolve("run.log");
    }

    @Test
    void givesLinesOnceAndOnlyWholeOnes() throws IOException {
        append("one\ntwo\r\nthr");
        try (LogFollower follower = new LogFollower(log, 0)) {
            LogFollower.NewLines first = follower.readNew();
            assertThat(first.lines()).containsExactly("one", "two");
            assertThat(first.offset()).isEqualTo(9);
            assertThat(follower.readNew().lines()).isEmpty();
            append("ee\n\n");
            assertThat(follower.readNew().lines()).containsExactly("three", "");
        }
    }

    @Test
    void goesOnExactlyWhereAnEarlierOneStopped() throws IOException {
        append("one\n训练 un");
        long offset;
        try (LogFollower follower = new LogFollower(log, 0)) {
            offset = follower.readNew().offset();
        }
        append("finished\nlast");
        try (LogFollower follower = new LogFollower(log, offset)) {
            assertThat(follower.readNew().lines()).containsExactly("训练 unfinished");
            assertThat(follower.readRest().lines()).containsExactly("last");
            assertThat(follower.readRest().lines()).isEmpty();
        }
    }

    @Test
    void keepsACharacterThatIsSplitBetweenTwoWritesWhole() throws IOException {
        byte[] bytes = "损失 1.2\n".getBytes(StandardCharsets.UTF_8);
        try (LogFollower follower = new LogFollower(log, 0)) {
            List<String> lines = new ArrayList<>();
            for (byte one : bytes) {
                Files.write(log, new byte[] {one}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                lines.addAll(follower.readNew().lines());
            }
            assertThat(lines).containsExactly("损失 1.2");
        }
    }

    @Test
    void beginsAgainWhenTheFileIsTruncated() throws IOException {
        append("a long first line\nunfin");
        try (LogFollower follower = new LogFollower(log, 0)) {
            assertThat(follower.readNew().lines()).hasSize(1);
            Files.writeString(log, "new\n");
            LogFollower.NewLines fresh = follower.readNew();
            assertThat(fresh.lines()).containsExactly("new");
            assertThat(fresh.restarted()).isTrue();
            assertThat(fresh.offset()).isEqualTo(4);
        }
    }

    @Test
    void readsARotatedFileToItsEndBeforeTheNewOne() throws IOException {
        append("one\n");
        try (LogFollower follower = new LogFollower(log, 0)) {
            assertThat(follower.readNew().lines()).containsExactly("one");
            append("two\nthree without end");
            Files.move(log, directory.resolve("run.log.1"), StandardCopyOption.ATOMIC_MOVE);
            append("four\n");
            List<String> lines = new ArrayList<>();
            boolean restarted = false;
            for (int call = 0; call < 4; call++) {
                LogFollower.NewLines fresh = follower.readNew();
                lines.addAll(fresh.lines());
                restarted |= fresh.restarted();
            }
            assertThat(lines).containsExactly("two", "three without end", "four");
            assertThat(restarted).isTrue();
        }
    }

    @Test
    void cutsAnEndlessLineAndKeepsCount() throws IOException {
        append("x".repeat(300_000) + "\nnext\n");
        try (LogFollower follower = new LogFollower(log, 0)) {
            LogFollower.NewLines fresh = follower.readNew();
            assertThat(fresh.lines()).hasSize(2).last().isEqualTo("next");
            assertThat(fresh.lines().get(0)).hasSize(1 << 16);
            assertThat(fresh.offset()).isEqualTo(Files.size(log));
        }
    }

    @Test
    void waitsForAFileThatIsNotThereYetAndGetsAllLinesInOrder() throws Exception {
        CompletableFuture<Void> writer;
        List<String> lines = new ArrayList<>();
        try (LogFollower follower = new LogFollower(log, 0)) {
            writer = CompletableFuture.runAsync(() -> IntStream.range(0, 200).forEach(i -> append("行 " + i + "\n")));
            while (lines.size() < 200) {
                LogFollower.NewLines fresh = follower.await(LIMIT);
                assertThat(fresh.lines()).isNotEmpty();
                lines.addAll(fresh.lines());
            }
        }
        writer.get(10, TimeUnit.SECONDS);
        assertThat(lines)
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "行 " + i).toList());
    }

    @Test
    void endsItsWaitWhenClosedFromAnotherThread() throws Exception {
        try (LogFollower follower = new LogFollower(log, 0)) {
            CompletableFuture<LogFollower.NewLines> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return follower.await(Duration.ofMinutes(5));
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            follower.close();
            assertThat(waiting.get(10, TimeUnit.SECONDS).lines()).isEmpty();
            assertThat(follower.closed()).isTrue();
        }
    }

    @Test
    void returnsWithoutLinesWhenTheTimeIsUp() throws Exception {
        try (LogFollower follower = new LogFollower(log, 0)) {
            assertThat(follower.await(Duration.ofMillis(20)).lines()).isEmpty();
        }
    }

    private void append(String text) {
        try {
            Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
