package io.npushell.process;

/** Asks the kernel about processes of this host. */
public interface ProcessTable {
    enum Liveness {
        ALIVE,
        /** Gone, a zombie, another process by now, or this host has been rebooted since. */
        DEAD,
        /** Another host or container; only that one can tell. */
        ELSEWHERE
    }

    Liveness liveness(ProcessIdentity identity);

    /** Whether any process of the group or session that the identity leads is alive, the leader itself or not. */
    boolean groupAlive(ProcessIdentity identity);

    /** Whether this host was booted after the process was started. */
    boolean rebootedSince(ProcessIdentity identity);

    /**
     * Sends a signal to the whole group, every process of its session included; does nothing where the leader is not the same process any more and no member is left.
     *
     * @param signal "TERM" or "KILL"
     */
    void signalGroup(ProcessIdentity identity, String signal);
}
