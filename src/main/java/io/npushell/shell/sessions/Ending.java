package io.npushell.shell.sessions;

import io.npushell.launch.Resumer;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.session.Summary;
import io.npushell.shell.access.Iterations;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.function.Consumer;

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
                        session.spec().request().steps().contains("train") && Resumer.resumable(session)
                                ? ".  resume " + id + " · show " + id
                                : ".  show " + id);
            default -> line.plus(".  show " + id + " · log " + id);
        };
    }

    /** Where it is said: what did not succeed also under {@code -q}. */
    static Consumer<Text> voice(Session session, Output out) {
        return session.state() == SessionState.COMPLETED ? out::say : out::complain;
    }

    /** Says it, and below it the diagnosis where there is one. */
    static void tell(Session session, Output out) {
        Consumer<Text> voice = voice(session, out);
        voice.accept(sentence(session));
        String diagnosis = session.summary().diagnosis();
        if (diagnosis != null) {
            Paragraph.lines(Text.of("  " + diagnosis, Style.BAD), 2, out.talkWidth())
                    .forEach(voice);
        }
    }

    private static String inStep(Session session) {
        boolean told = session.spec().request().steps().size() > 1 && session.step() != null;
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
