package io.npushell.launch;

import io.npushell.OperatorException;
import io.npushell.session.Session;
import io.npushell.session.SessionStore;
import io.npushell.session.Summary;
import java.io.IOException;
import java.nio.file.Files;

/** Keeps summary.json up to date with run.log; reads only what was written since. */
public final class SummaryReader {
    private final SessionStore store;

    public SummaryReader(SessionStore store) {
        this.store = store;
    }

    /** The session with a fresh summary; what cannot be read or written leaves it as it was. */
    public Session refresh(Session session) {
        if (session.corrupt()) {
            return session;
        }
        try {
            if (!Files.isRegularFile(session.log()) || upToDate(session)) {
                return session;
            }
            Summary summary = LogSummary.of(session);
            if (!summary.equals(session.summary())) {
                save(session, summary);
            }
            return with(session, summary);
        } catch (IOException | OperatorException e) {
            return session;
        }
    }

    /** What was read is true whether it can be kept or not. */
    private void save(Session session, Summary summary) {
        try {
            store.saveSummary(session, summary);
        } catch (OperatorException readOnly) {
            // a cache: the next reader starts where this one did
        }
    }

    private static boolean upToDate(Session session) throws IOException {
        Summary summary = session.summary();
        boolean diagnosisDue =
                (LogSummary.failed(session) || LogSummary.trainedNothing(session)) && summary.diagnosis() == null;
        return summary.logOffset() == Files.size(session.log()) && !diagnosisDue;
    }

    private static Session with(Session session, Summary summary) {
        return new Session(
                session.spec(),
                session.directory(),
                session.state(),
                session.reason(),
                session.mark(),
                session.step(),
                session.started(),
                session.ended(),
                session.exitCode(),
                summary);
    }
}
