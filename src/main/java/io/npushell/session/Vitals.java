package io.npushell.session;

import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.process.Remains;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session's life as its place can tell of it: whether it is alive, who is in it, how it ended; implemented in {@code launch}, once for each kind of place.
 *
 * <p>It only says what is there; {@link SessionObserver} judges. What cannot be seen is {@link Liveness#ELSEWHERE}, never {@link Liveness#DEAD}.
 */
public interface Vitals {
    /**
     * What a session's record says of processes.
     *
     * @param directory of the session
     * @param leader of the training, or the supervisor; null where that cannot be read: then the mark alone tells
     * @param mark what NPU_SHELL_SESSION is in their environment, "" for none
     */
    record Recorded(Path directory, @Nullable ProcessIdentity leader, String mark) {
        /** Who owns it ran the session. */
        public Path file() {
            return new SessionFiles(directory).state().identity();
        }
    }

    /**
     * That a place has ended, with all that was in it.
     *
     * @param reason "rebooted", "container gone"
     * @param certain false where it is not seen from here, and only locks that are free show it
     */
    record Over(String reason, boolean certain) {}

    /** Whether its leader lives; dead where there is none. */
    Liveness liveness(Recorded who);

    /** What of it is alive, its leader or not; nothing where that cannot be seen. */
    Remains remains(Recorded who);

    /** Whether {@link #remains} would have any; may be had for less. */
    boolean anyAlive(Recorded who);

    /** How its place has ended where the leader is not alive; empty where it goes on, or nothing can be told of it. */
    Optional<Over> over(Recorded who);

    /** Why nothing can be told of a leader that is {@link Liveness#ELSEWHERE}. */
    String outOfSight(Recorded who);

    /** Why processes of other users are not to be seen, so that it seems dead whatever it does; empty where they are, or it is this user's. */
    Optional<String> hidden(Recorded who);

    /** Whether this user sees all that may be left of it, so that what he does not find is not there. */
    boolean seesAll(Recorded who);

    /**
     * Signals all of it once; does nothing where nothing is left, and to nothing that is not shown to be the session's.
     *
     * @param signal "TERM" or "KILL"
     */
    void signal(Recorded who, String signal);

    /**
     * What the operator does where nothing can be told of it or done to it from here.
     *
     * @param command that he gave
     */
    String remedy(Recorded who, String command);

    /** The same, asking anew each time: for who is about to act on the answer. */
    default Vitals doubting() {
        return this;
    }
}
