package io.npushell.session;

import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.process.Remains;
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

    /** The training, or before it started the supervisor, as recorded. */
    public Optional<ProcessIdentity> recorded(Session session) {
        return leader(session)
                .or(() -> new SessionFiles(session.directory())
                        .state()
                        .supervisor()
                        .map(Runner::identity));
    }

    /** Whether anything of it is alive here; false for a session of another host or container. */
    public boolean alive(Session session) {
        return !remains(session).none();
    }

    /** What of it is alive here, also where its record is damaged; nothing for a session of another host or container. */
    public Remains remains(Session session) {
        Optional<Runner> training = training(session);
        return processes.remains(training.map(Runner::identity).orElse(null), mark(session, training));
    }

    /** Whether another host or container runs it, so that here nothing can be told of it or done to it. */
    public boolean elsewhere(Session session) {
        StateFiles state = new SessionFiles(session.directory()).state();
        return state.training()
                .or(state::supervisor)
                .filter(runner -> processes.liveness(runner.identity()) == Liveness.ELSEWHERE)
                .isPresent();
    }

    /**
     * Signals all of it once; does nothing where nothing is left, and to nothing that is not shown to be the session's.
     *
     * @param signal "TERM" or "KILL"
     */
    public void signal(Session session, String signal) {
        Optional<Runner> training = training(session);
        processes.signalGroup(training.map(Runner::identity).orElse(null), mark(session, training), signal);
    }

    private static String mark(Session session, Optional<Runner> training) {
        return new SessionMark(session.directory()).of(training);
    }

    private static Optional<Runner> training(Session session) {
        return new SessionFiles(session.directory()).state().training();
    }
}
