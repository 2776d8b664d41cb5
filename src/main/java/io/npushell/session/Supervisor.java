package io.npushell.session;

import io.npushell.process.DetachedStarter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Starts the supervisor of a session, which is in its directory as supervise.sh; from then on the session needs nobody. */
public final class Supervisor {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final DetachedStarter starter;

    public Supervisor(DetachedStarter starter) {
        this.starter = starter;
    }

    /**
     * Starts it once; a second supervisor of the same session refuses by itself.
     *
     * @return whether the training has started, or failed to, within the limit; the session's state says which
     */
    public boolean start(Session session, Duration limit) {
        Path directory = session.directory();
        starter.start(
                List.of("sh", directory.resolve(SessionFiles.SUPERVISOR).toString(), directory.toString()), directory);
        return awaitStart(new SessionFiles(directory).state(), limit);
    }

    private static boolean awaitStart(StateFiles state, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (state.training().isEmpty() && state.exit().isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(LOOK_AGAIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    static String script() throws IOException {
        try (InputStream script =
                Objects.requireNonNull(Supervisor.class.getResourceAsStream(SessionFiles.SUPERVISOR))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
