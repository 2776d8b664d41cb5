package io.npushell.session;

import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.process.Remains;
import io.npushell.session.StateFiles.Runner;
import io.npushell.session.Vitals.Recorded;
import java.util.Optional;

/** The processes of a session's training: its group, its session and what left both; never its supervisor, which must live to record the end. */
public final class SessionProcesses {
    private final Vitals vitals;

    public SessionProcesses(Vitals vitals) {
        this.vitals = vitals;
    }

    /** Who leads the training, or led it; empty before it started. */
    public static Optional<ProcessIdentity> leader(Session session) {
        return state(session).training().map(Runner::identity);
    }

    /** The training, or before it started the supervisor, as recorded. */
    public static Optional<ProcessIdentity> recorded(Session session) {
        return leader(session).or(() -> state(session).supervisor().map(Runner::identity));
    }

    /** Whether anything of it is alive here; false for a session that only another place can tell of. */
    public boolean alive(Session session) {
        return !remains(session).none();
    }

    /** What of it is alive here, also where its record is damaged; nothing for a session that only another place can tell of. */
    public Remains remains(Session session) {
        return vitals.remains(training(session));
    }

    /** Whether it runs where nothing can be told of it or done to it from here. */
    public boolean elsewhere(Session session) {
        return recorded(session)
                .map(identity -> vitals.liveness(new Recorded(session.directory(), identity, "")))
                .filter(Liveness.ELSEWHERE::equals)
                .isPresent();
    }

    /** What the operator does there instead of a command given here. */
    public String remedy(Session session, String command) {
        return vitals.remedy(new Recorded(session.directory(), recorded(session).orElse(null), ""), command);
    }

    /**
     * Signals all of it once; does nothing where nothing is left, and to nothing that is not shown to be the session's.
     *
     * @param signal "TERM" or "KILL"
     */
    public void signal(Session session, String signal) {
        vitals.signal(training(session), signal);
    }

    private static Recorded training(Session session) {
        return new SessionFiles(session.directory()).training();
    }

    private static StateFiles state(Session session) {
        return new SessionFiles(session.directory()).state();
    }
}
