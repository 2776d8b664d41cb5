package io.npushell.process;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the kernel about processes of this host. */
public interface ProcessTable {
    enum Liveness {
        ALIVE,
        /** Gone, a zombie, another process by now, or this host has been rebooted since. */
        DEAD,
        /** Another host or container; only that one can tell. */
        ELSEWHERE
    }

    /** The process with this number now, if it lives. */
    Optional<ProcessIdentity> identify(long pid);

    Liveness liveness(ProcessIdentity identity);

    /** Who and what a process of this host is, if it lives and may be looked at. */
    default Optional<RunningProcess> describe(long pid) {
        return Optional.empty();
    }

    /** Whether any process of the group or session that the identity leads is alive, the leader itself or not. */
    default boolean groupAlive(ProcessIdentity identity) {
        return groupAlive(identity, "");
    }

    /**
     * Like {@link #groupAlive(ProcessIdentity)}, and counts those that left the session but still carry the marker: torch starts each rank in a session of its own.
     *
     * @param marker what NPU_SHELL_SESSION is in their environment, "" for none
     */
    boolean groupAlive(ProcessIdentity identity, String marker);

    /** Whether this host was booted after the process was started. */
    boolean rebootedSince(ProcessIdentity identity);

    /** Whether nothing of its pid namespace, which is its container's, is left on this host for certain; false where that cannot be seen from here. */
    boolean namespaceGone(ProcessIdentity identity);

    /**
     * Like {@link #liveness(ProcessIdentity)}, and takes a process that plainly carries no such mark for another one: the record of it is forged or damaged.
     *
     * @param marker what NPU_SHELL_SESSION is in its environment, "" for none
     */
    default Liveness liveness(ProcessIdentity identity, String marker) {
        return liveness(identity);
    }

    /**
     * What is alive of a training that runs where it is looked for.
     *
     * @param leader as recorded, or null where that cannot be read: then the marker alone tells
     */
    default Remains remains(@Nullable ProcessIdentity leader, String marker) {
        return Remains.NONE;
    }

    /** Whether it is in another container of this very kernel, none of whose processes can be seen from here: then only locks tell. */
    default boolean inUnseenNamespace(ProcessIdentity identity) {
        return false;
    }

    /** Whether processes of other users are not to be seen here, so that one of theirs seems dead whatever it does. */
    default boolean othersHidden() {
        return false;
    }

    /**
     * Sends a signal to the whole group, every process of its session included; does nothing where the leader is not the same process any more and no member is left.
     *
     * @param signal "TERM" or "KILL"
     */
    default void signalGroup(ProcessIdentity identity, String signal) {
        signalGroup(identity, "", signal);
    }

    /**
     * Like {@link #signalGroup(ProcessIdentity, String)}, and reaches those that left the session but still carry the marker; a group of which nothing
     * carries it is left alone.
     *
     * @param identity as recorded, or null where that cannot be read: then the marker alone tells
     */
    void signalGroup(@Nullable ProcessIdentity identity, String marker, String signal);
}
