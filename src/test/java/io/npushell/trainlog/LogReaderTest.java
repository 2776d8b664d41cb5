package io.npushell.trainlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogReaderTest {
    @TempDir
    Path directory;

    @Test
    void readsPlainAndPackedTheSame() throws IOException {
        String text = "training ...\n" + line(1, 3) + "\n" + line(2, 2.5) + "\r\n" + line(3, 2.25);

        assertThat(losses(file(text.getBytes(StandardCharsets.UTF_8)))).containsExactly(3.0, 2.5, 2.25);
        assertThat(losses(file(packed(text)))).containsExactly(3.0, 2.5, 2.25);
    }

    @Test
    void readsAPackedLogThatIsCutShortAsFarAsItGoes() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 20_000; i++) {
            text.append(line(i, 10.0 / i)).append(new Random(i).nextLong()).append('\n');
        }
        byte[] whole = packed(text.toString());

        LogHistory history = new LogHistory();
        LogReader.Read read = LogReader.read(file(Arrays.copyOf(whole, whole.length / 2)), false, history);

        assertThat(read.problem()).startsWith("it is cut short or damaged");
        assertThat(history.iterations().size()).isBetween(5_000, 15_000);
    }

    @Test
    void leavesOutALastLineThatIsStillBeingWritten() throws IOException {
        Path log = file((line(1, 3) + "\n iteration 2/ 9 | lm loss: 2.").getBytes(StandardCharsets.UTF_8));

        LogHistory growing = new LogHistory();
        LogReader.read(log, true, growing);

        assertThat(growing.iterations().size()).isEqualTo(1);
        assertThat(losses(log)).containsExactly(3.0, 2.0);
    }

    @Test
    void findsEveryRecordOfOneEndlessLine() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 5000; i++) {
            text.append("[default7]:").append(line(i, i)).append(i % 3 == 0 ? "\r" : "");
        }

        List<Double> losses = losses(file(text.toString().getBytes(StandardCharsets.UTF_8)));

        assertThat(losses).hasSize(5000).last().isEqualTo(5000.0);
    }

    @Test
    void readsAnyBytesInBoundedMemory() throws IOException {
        Path log = directory.resolve("noise");
        Random random = new Random(7);
        try (OutputStream out = Files.newOutputStream(log)) {
            byte[] noise = new byte[1 << 20];
            for (int megabyte = 0; megabyte < 24; megabyte++) {
                random.nextBytes(noise);
                if (megabyte % 3 == 0) {
                    Arrays.fill(noise, (byte) (megabyte % 2 == 0 ? 0 : ' '));
                }
                out.write(noise);
                out.write(line(megabyte, 1).getBytes(StandardCharsets.UTF_8));
            }
        }

        LogHistory history = new LogHistory();
        LogReader.Read read = LogReader.read(log, false, history);

        assertThat(read.bytes()).isEqualTo(Files.size(log));
        assertThat(read.problem()).isEmpty();
    }

    @Test
    void survivesAnyDamageToALog() throws IOException {
        Random random = new Random(11);
        byte[] whole =
                Files.readAllBytes(Path.of("src/test/resources/recorded/trainlog/02-megatron-n8-interleaved.log"));
        for (int round = 0; round < 200; round++) {
            byte[] damaged = whole.clone();
            for (int flips = random.nextInt(200); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] =
                        (byte) "\n\r|: 0123456789.,enaif\u001b/".charAt(random.nextInt(24));
            }
            LogHistory history = new LogHistory();
            LogReader.read(file(damaged), random.nextBoolean(), history);
            Performance performance = new Performance(history, Workload.Sizes.UNKNOWN);
            for (int row = 0; row < history.iterations().size(); row++) {
                performance.tokensPerSecondPerDevice(row);
            }
            assertThat(performance.skipped()).isNotNegative();
            assertThat(performance.loss().trend()).isNotNull();
        }
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("log"), bytes);
    }

    private static List<Double> losses(Path log) throws IOException {
        List<Double> losses = new ArrayList<>();
        LogReader.read(log, false, event -> {
            if (event instanceof LogEvent.Iteration line) {
                losses.add(line.loss());
            }
        });
        return losses;
    }

    private static String line(int iteration, double loss) {
        return String.format(
                Locale.ROOT,
                " iteration %8d/%8d | elapsed time per iteration (ms): 100.0 | lm loss: %.6E | grad norm: 1.000 |",
                iteration,
                9000,
                loss);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
