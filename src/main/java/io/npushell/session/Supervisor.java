package io.npushell.session;

import io.npushell.process.CommonsExecRunner;
import io.npushell.process.DetachedStarter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Starts the supervisor of a session, which is in its directory as supervise.sh; from then on the session needs nobody. */
public final class Supervisor {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private static final Duration STARTING_LIMIT = Duration.ofSeconds(60);

    private final DetachedStarter starter;
    private final GivenUp givenUp = new GivenUp(new CommonsExecRunner());

    public Supervisor(DetachedStarter starter) {
        this.starter = starter;
    }

    /**
     * Starts it once, where its directory is called as it is here.
     *
     * @see #start(Session, Path, Duration)
     */
    public boolean start(Session session, Duration limit) {
        return start(session, session.directory(), limit);
    }

    /**
     * Starts it once; a second supervisor of the same session refuses by itself, and so does one that comes after the limit.
     *
     * @param there what its directory is called where it is started
     * @return whether the training has started, or failed to, or is just being started; false where it never will
     */
    public boolean start(Session session, Path there, Duration limit) {
        Path directory = session.directory();
        starter.start(List.of("sh", there.resolve(SessionFiles.SUPERVISOR).toString(), there.toString()), there);
        StateFiles state = new SessionFiles(directory).state();
        long deadline = System.nanoTime() + limit.toNanos();
        long last = deadline + STARTING_LIMIT.toNanos();
        while (!come(state)) {
            boolean late = System.nanoTime() > deadline;
            if (late && givenUp.declare(directory)) {
                return false;
            }
            if (System.nanoTime() > last) {
                return true;
            }
            try {
                Thread.sleep(LOOK_AGAIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return true;
    }

    /** Keeps one that has not started from ever starting; false where it has, or just does. */
    public static boolean giveUp(Session session) {
        return new GivenUp(new CommonsExecRunner()).declare(session.directory());
    }

    private static boolean come(StateFiles state) {
        return Files.exists(state.identity()) || Files.exists(state.directory().resolve("exit"));
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
