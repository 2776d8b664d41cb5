package io.npushell.shell.logs;

import io.npushell.session.Session;
import io.npushell.trainlog.Workload;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A log to look into.
 *
 * @param name what charts and lists call it: "session 12", or the file's name
 * @param session whose log it is, null for a file npu-shell knows nothing of
 */
record LogSource(String name, Path file, @Nullable Session session) {

    /** Whether somebody still writes it. */
    boolean growing() {
        return session != null && session.state().active();
    }

    /** What the session was asked for; unknown for a file. */
    Workload.Sizes sizes() {
        return session == null
                ? Workload.Sizes.UNKNOWN
                : new Workload.Sizes(
                        session.spec().training().globalBatch(),
                        session.spec().training().sequenceLength(),
                        session.spec().training().world());
    }
}
