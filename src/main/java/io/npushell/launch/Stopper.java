package io.npushell.launch;

import io.npushell.process.ProcessTable;
import io.npushell.session.Session;
import io.npushell.session.SessionStore;
import java.time.Clock;
import java.time.Duration;

/** Ends sessions of this host: asks the whole group, then kills it, and makes sure nobody is left. Any number of shells may stop at once. */
public final class Stopper {
    public Stopper(SessionStore store, ProcessTable processes, SummaryReader summaries, Clock clock) {}

    /**
     * Stops it and waits until nothing of it runs.
     *
     * @param grace how long TERM may take before KILL
     * @param now do not wait for a checkpoint that is just being saved
     * @param by who asks, for the journal: "operator", "Ctrl-C of data prepare"
     * @throws io.npushell.OperatorException ENVIRONMENT where another host runs it
     */
    public StopOutcome stop(Session session, Duration grace, boolean now, String by) throws InterruptedException {
        return new StopOutcome.AlreadyEnded(session);
    }
}
