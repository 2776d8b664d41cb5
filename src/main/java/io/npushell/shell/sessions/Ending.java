package io.npushell.shell.sessions;

import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.session.Summary;
import io.npushell.shell.access.Iterations;
import io.npushell.shell.view.Text;

/** How a session ended, in a line. */
final class Ending {
    private Ending() {}

    static Text sentence(Session session) {
        String id = session.id().text();
        Text line = Text.of("Session " + id + " ")
                .plus(session.state().label(), SessionTable.style(session.state()))
                .plus(inStep(session))
                .plus(progress(session));
        String reason = SessionTable.why(session);
        if (!reason.isEmpty()) {
            line = line.plus(": " + reason);
        }
        return switch (session.state()) {
            case COMPLETED -> line;
            case STOPPED, INTERRUPTED ->
                line.plus(
                        session.spec().steps().contains("train")
                                ? ".  resume " + id + " · show " + id
                                : ".  show " + id);
            default -> line.plus(".  show " + id + " · log " + id);
        };
    }

    private static String inStep(Session session) {
        boolean told = session.spec().steps().size() > 1 && session.step() != null;
        return told && session.state() != SessionState.COMPLETED ? " in step " + session.step() : "";
    }

    private static String progress(Session session) {
        Summary summary = session.summary();
        if (summary.iteration() < 0) {
            return "";
        }
        String loss = Double.isNaN(summary.lastLoss())
                ? ""
                : ", loss " + SessionTable.number("%.4f", summary.firstLoss()) + " → "
                        + SessionTable.number("%.4f", summary.lastLoss());
        return " at iteration " + Iterations.of(session) + loss;
    }
}
