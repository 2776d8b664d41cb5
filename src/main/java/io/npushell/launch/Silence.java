package io.npushell.launch;

import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.trainlog.Phase;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For how long a session has printed nothing, and whether that is odd: silence is not death, but a rank may be dead and the others wait for it.
 *
 * <p>Odd is many times the usual gap between two lines, while iterations are trained. Loading, compiling, validating and saving take as long as
 * they take, and before the second line no gap is usual.
 */
public final class Silence {
    private static final double MANY = 20;
    private static final Duration LEAST = Duration.ofMinutes(10);

    private Silence() {}

    /** Since its last line, over the logs of all its nodes; empty where there is no log. */
    public static Optional<Duration> since(Session session, Instant now) {
        Instant last = null;
        for (Path log : new Path[] {session.log(), session.directory().resolve("nodes")}) {
            Instant time = Files.isDirectory(log) ? newestOfNodes(log) : changed(log);
            last = last == null || (time != null && time.isAfter(last)) ? time : last;
        }
        // a clock that went back, or another machine's, is no silence
        return Optional.ofNullable(last)
                .map(time -> Duration.between(time, now))
                .map(Silence::notNegative);
    }

    /** The same where it is odd. */
    public static Optional<Duration> odd(Session session, Instant now) {
        double usual = session.summary().secondsPerLine();
        boolean trains = session.state() == SessionState.RUNNING
                && session.mark() == null
                && session.summary().phase().equals(Phase.TRAINING.label());
        if (!trains || Double.isNaN(usual)) {
            return Optional.empty();
        }
        Duration many = Duration.ofMillis((long) (usual * MANY * 1000));
        return since(session, now).filter(silent -> silent.compareTo(many) > 0 && silent.compareTo(LEAST) > 0);
    }

    private static @Nullable Instant newestOfNodes(Path nodes) {
        Instant newest = null;
        try (DirectoryStream<Path> each = Files.newDirectoryStream(nodes)) {
            for (Path node : each) {
                Instant time = changed(node.resolve("run.log"));
                newest = newest == null || (time != null && time.isAfter(newest)) ? time : newest;
            }
        } catch (IOException unreadable) {
            return null;
        }
        return newest;
    }

    private static @Nullable Instant changed(Path log) {
        try {
            return Files.getLastModifiedTime(log).toInstant();
        } catch (IOException none) {
            return null;
        }
    }

    private static Duration notNegative(Duration length) {
        return length.isNegative() ? Duration.ZERO : length;
    }
}
