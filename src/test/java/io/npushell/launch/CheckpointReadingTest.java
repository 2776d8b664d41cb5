package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckpointReadingTest implements CheckpointReading.Progress {
    @TempDir
    Path workDir;

    private final List<String> begun = new ArrayList<>();
    private Path directory;
    private Path newest;
    private boolean stopped;
    private long read;

    @BeforeEach
    void save() throws IOException {
        directory = workDir.resolve("saved");
        for (int iteration : new int[] {4, 8}) {
            for (int rank = 0; rank < 2; rank++) {
                newest = Checkpoints.file(directory, iteration, rank, 0, 1);
                Files.createDirectories(newest.getParent());
                TorchFileWriter.write(newest, Map.of("model", Map.of(), "note", "x".repeat(10_000)));
            }
        }
    }

    @Override
    public void begins(Path checkpoint, int files, long bytes) {
        begun.add(checkpoint.getFileName() + " " + files);
    }

    @Override
    public void read(long bytes, long of) {
        if (stopped) {
            throw new OperatorException(ExitCode.INTERRUPTED, "stopped");
        }
        read = bytes;
    }

    private OperatorException reading() {
        return catchThrowableOfType(
                OperatorException.class, () -> new CheckpointReading(workDir, this).read(directory, 8));
    }

    private void flip() throws IOException {
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
    }

    @Test
    void readsASoundOneOnce() throws IOException {
        assertThat(reading()).isNull();
        assertThat(read).isPositive();
        assertThat(reading()).isNull();
        assertThat(begun).containsExactly("iter_0000008 2");

        Files.setLastModifiedTime(newest, FileTime.fromMillis(1_000));
        assertThat(reading()).isNull();
        assertThat(begun).containsExactly("iter_0000008 2", "iter_0000008 1");
    }

    @Test
    void findsOneFlippedBitAndSaysWhatIsWholeBefore() throws IOException {
        flip();

        OperatorException refusal = reading();

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refusal.getMessage())
                .startsWith("'" + newest + "' is damaged")
                .endsWith("; nothing was started");
        assertThat(refusal.remedy())
                .isEqualTo("!printf 4 > " + directory.resolve(Checkpoints.TRACKER) + "   or   --no-verify");
        assertThat(reading()).as("damage is never remembered as sound").isNotNull();
    }

    @Test
    void remembersNothingWhereItWasStopped() {
        stopped = true;
        assertThat(reading().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        stopped = false;
        assertThat(reading()).isNull();
        assertThat(begun).hasSize(2);
    }

    @Test
    void readsAgainWhereItsMemoryIsDamaged() throws IOException {
        assertThat(reading()).isNull();
        Files.writeString(workDir.resolve(".npu-shell/verified.jsonl"), "\0\0not json\n");
        assertThat(reading()).isNull();
        assertThat(begun).hasSize(2);
    }

    @Test
    void callsAFileThatIsNoZipNeitherSoundNorDamaged() throws IOException {
        Files.writeString(newest.resolveSibling("distrib_optim.pt"), "an older torch format");

        assertThat(reading()).isNull();
    }
}
