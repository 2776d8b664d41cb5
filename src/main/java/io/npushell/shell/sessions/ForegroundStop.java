package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.launch.StopOutcome;
import io.npushell.session.Session;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.time.Duration;

/** What Ctrl-C does to a step that is waited for in the foreground: asks it to stop and says what came of it. */
record ForegroundStop(SessionAccess access) {
    /** A step has nothing to save: what it has written so far is under other names. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    ExitCode stop(Session session, Output out) {
        String id = session.id().text();
        out.clearStatus();
        out.say(Text.of("stopping session " + id + " …", Style.ACCENT));
        out.flush();
        StopOutcome outcome;
        try {
            outcome = access.stopper()
                    .stop(session, GRACE, true, "Ctrl-C of " + session.spec().name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.say("session " + id + " was asked to stop and may still be running.  show " + id);
            return ExitCode.INTERRUPTED;
        }
        if (out.json()) {
            out.record("session", json -> SessionJson.brief(json, outcome.session()));
        } else if (outcome instanceof StopOutcome.CannotStop) {
            out.complain(Text.of("session " + id + " cannot be stopped: even KILL left processes of it.", Style.BAD)
                    .plus("  show " + id));
        } else {
            out.say(Ending.sentence(outcome.session()));
        }
        return ExitCode.INTERRUPTED;
    }
}
