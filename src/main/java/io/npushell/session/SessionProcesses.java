package io.npushell.session;

import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable;
import io.npushell.session.StateFiles.Runner;
import java.util.Optional;

/** The processes of a session's training: its group, its session and what left both; never its supervisor, which must live to record the end. */
public final class SessionProcesses {
    private final ProcessTable processes;

    public SessionProcesses(ProcessTable processes) {
        this.processes = processes;
    }

    /** Who leads the training, or led it; empty before it started. */
    public Optional<ProcessIdentity> leader(Session session) {
        return training(session).map(Runner::identity);
    }

    /** Whether anything of it is alive here; false for a session of another host or container. */
    public boolean alive(Session session) {
        return training(session)
                .filter(training -> processes.groupAlive(training.identity(), training.marker()))
                .isPresent();
    }

    /**
     * Signals all of it once; does nothing where nothing is left.
     *
     * @param signal "TERM" or "KILL"
     */
    public void signal(Session session, String signal) {
        training(session).ifPresent(training -> processes.signalGroup(training.identity(), training.marker(), signal));
    }

    private static Optional<Runner> training(Session session) {
        return new SessionFiles(session.directory()).state().training();
    }
}
