package io.npushell.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which iteration a training left whole in its directory: the newest complete one, or the one the tracker names, which is written last. */
public final class NewestCheckpoint {
    /** Clocks of file servers differ a little. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private NewestCheckpoint() {}

    /**
     * The iteration, -1 for none.
     *
     * @param since what is older was there before and says nothing; null where that is not known
     */
    public static long of(Path directory, @Nullable Instant since) {
        long complete = Checkpoints.inspect(directory).iteration();
        long tracked = Checkpoints.tracker(directory)
                .filter(name -> !name.equals("release"))
                .map(Long::parseLong)
                .orElse(-1L);
        long found = -1;
        if (complete >= 0 && fresh(Checkpoints.iterationDirectory(directory, complete), since)) {
            found = complete;
        }
        return tracked > found && fresh(directory.resolve(Checkpoints.TRACKER), since) ? tracked : found;
    }

    private static boolean fresh(Path path, @Nullable Instant since) {
        try {
            return since == null || !Files.getLastModifiedTime(path).toInstant().isBefore(since.minus(SLACK));
        } catch (IOException e) {
            return false;
        }
    }
}
