package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.launch.LaunchOutcome;
import io.npushell.plan.Finding;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.shell.script.Variables;
import io.npushell.shell.settings.PlanJson;
import io.npushell.shell.view.FindingsView;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.List;

/** Says what came of a launch, sets {@code $SESSION}, and follows the session where that was asked. */
final class LaunchView {
    private final Variables variables;
    private final Following following;

    LaunchView(Variables variables, Following following) {
        this.variables = variables;
        this.following = following;
    }

    ExitCode show(LaunchOutcome outcome, boolean wait, Output out) {
        if (outcome instanceof LaunchOutcome.Refused refused) {
            return refused(refused, out);
        }
        Session session = ((LaunchOutcome.Started) outcome).session();
        String id = session.id().text();
        variables.set("SESSION", id);
        List<Finding> findings = outcome.plan().findings();
        if (!out.json()) {
            FindingsView.lines(findings).forEach(out::say);
            out.say(Text.of("Session " + id + " started.", Style.GOOD)
                    .plus("  tail " + id + " · show " + id + " · stop " + id));
        }
        if (wait) {
            return following.untilEnd(session.id(), out);
        }
        if (out.json()) {
            out.document("launch", json -> SessionJson.brief(json, session));
        }
        return session.state() == SessionState.FAILED ? ended(session, out) : ExitCode.OK;
    }

    private ExitCode ended(Session session, Output out) {
        out.complain(Text.of("Session " + session.id().text() + " failed at once. ", Style.BAD)
                .plus("show " + session.id().text() + " · log " + session.id().text()));
        return ExitCode.FAILED;
    }

    private static ExitCode refused(LaunchOutcome.Refused refused, Output out) {
        if (out.json()) {
            out.document("plan", json -> PlanJson.write(json, refused.plan()));
        } else {
            FindingsView.lines(refused.plan().findings()).forEach(out::complain);
            out.complain(Text.of("not launched: " + errors(refused.plan().findings())));
        }
        boolean overwrite = refused.plan().findings().stream()
                .anyMatch(f -> f.blocks() && f.code().equals("O03"));
        long others = refused.plan().findings().stream()
                .filter(finding -> finding.blocks() && !finding.code().equals("O03"))
                .count();
        return overwrite && others == 0 ? ExitCode.CONFLICT : ExitCode.FINDINGS;
    }

    private static String errors(List<Finding> findings) {
        long count = findings.stream().filter(Finding::blocks).count();
        return count == 1 ? "1 finding of level error" : count + " findings of level error";
    }
}
