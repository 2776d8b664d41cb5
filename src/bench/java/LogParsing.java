import io.npushell.trainlog.LogFollower;
import io.npushell.trainlog.LogParser;
import io.npushell.trainlog.TrainingProgress;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Megabytes of training log per second of processor time, as a summary reads them: follow, parse, fold.
 *
 * <p>{@code java -cp target/classes src/bench/java/LogParsing.java}
 */
final class LogParsing {
    public static void main(String[] arguments) throws Exception {
        Path log = Files.createTempFile("npu-shell", ".log");
        try {
            StringBuilder text = new StringBuilder();
            for (int i = 1; text.length() < 100_000_000; i++) {
                text.append(String.format(
                        Locale.ROOT,
                        " iteration %8d/%8d | consumed samples: %12d | elapsed time per iteration (ms): 21700.5 | learning rate: 1.250E-06 |"
                                + " global batch size:    64 | lm loss: %.6E | loss scale: 1.0 | grad norm: 2.500 |"
                                + " number of skipped iterations:   0 | number of nan iterations:   0 |%n",
                        i,
                        400_000,
                        i * 64L,
                        1 + 10.0 / i));
                if (i % 10 == 0) {
                    text.append("[2026-11-23 19:00:00,123] [WARNING] [hccl.cpp:120] 训练 rank 3 heartbeat ok, memory 41234.5 MB reserved\n");
                }
            }
            Files.writeString(log, text);
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            double megabytes = Files.size(log) / 1e6;
            for (int round = 0; round < 5; round++) {
                long start = threads.getCurrentThreadCpuTime();
                TrainingProgress progress = summarize(log);
                double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
                System.out.printf(Locale.ROOT, "%.0f MB/s, to iteration %d%n", megabytes / seconds, progress.iteration());
            }
        } finally {
            Files.delete(log);
        }
    }

    private static TrainingProgress summarize(Path log) throws Exception {
        TrainingProgress progress = TrainingProgress.NONE;
        LogParser parser = new LogParser();
        try (LogFollower follower = new LogFollower(log, 0)) {
            for (LogFollower.NewLines fresh = follower.readNew(); !fresh.lines().isEmpty(); fresh = follower.readNew()) {
                progress = progress.withAll(
                        fresh.lines().stream().flatMap(line -> parser.parse(line).stream()).toList());
            }
        }
        return progress.withAll(parser.finish());
    }
}
