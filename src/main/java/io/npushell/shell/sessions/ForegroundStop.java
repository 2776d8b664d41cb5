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
        StopOutcome outcome = access.stopper()
                .stop(
                        session,
                        GRACE,
                        true,
                        "Ctrl-C of " + session.spec().request().name());
        if (out.json()) {
            out.record("session", json -> SessionJson.brief(json, outcome.session()));
        } else if (outcome instanceof StopOutcome.CannotStop || outcome instanceof StopOutcome.GivenUp) {
            out.complain(Text.of(StopWords.sentence(outcome), Style.BAD));
        } else {
            out.say(Ending.sentence(outcome.session()));
        }
        return ExitCode.INTERRUPTED;
    }
}
