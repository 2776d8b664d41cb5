package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.launch.LaunchOutcome;
import io.npushell.plan.Finding;
import io.npushell.plan.FindingCatalog;
import io.npushell.plan.Plan;
import io.npushell.plan.Step;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.FindingsOnce;
import io.npushell.shell.command.Interrupts;
import io.npushell.shell.script.Variables;
import io.npushell.shell.settings.PlanJson;
import io.npushell.shell.settings.PlanView;
import io.npushell.shell.view.FindingsView;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Says what came of a launch, sets {@code $SESSION}, and follows the session where that was asked. */
public final class LaunchView {
    private final SessionAccess access;
    private final Variables variables;
    private final Following following;
    private final FindingsOnce once;

    LaunchView(SessionAccess access, Variables variables, Following following, FindingsOnce once) {
        this.access = access;
        this.variables = variables;
        this.following = following;
        this.once = once;
    }

    /** What becomes of a session that was started. */
    public enum Then {
        LEAVE,
        FOLLOW,
        /** Follow a step that is waited for: Ctrl-C stops it. */
        FOREGROUND
    }

    /** Launches a step and waits for it; a Ctrl-C that comes between its start and its following stops it as well. */
    public ExitCode foreground(Supplier<LaunchOutcome> launch, Output out) {
        return foreground(launch, done -> {}, out);
    }

    /**
     * The same.
     *
     * @param wentWell told of what was launched where it went well
     */
    @SuppressWarnings("try") // the handler is only to be put back
    ExitCode foreground(Supplier<LaunchOutcome> launch, Consumer<LaunchOutcome> wentWell, Output out) {
        try (Interrupts.Handling ours = following.expecting()) {
            LaunchOutcome outcome = launch.get();
            ExitCode exit = show(outcome, Then.FOREGROUND, out);
            if (exit == ExitCode.OK) {
                wentWell.accept(outcome);
            }
            return exit;
        }
    }

    public ExitCode show(LaunchOutcome outcome, Then then, Output out) {
        if (outcome instanceof LaunchOutcome.Refused refused) {
            return refused(refused.plan(), out);
        }
        if (outcome instanceof LaunchOutcome.Rehearsed rehearsed) {
            return rehearsed(rehearsed.plan(), out);
        }
        if (outcome instanceof LaunchOutcome.Started started) {
            return started(started, then, out);
        }
        if (out.json()) {
            out.document("plan", json -> PlanJson.write(json, outcome.plan()));
        } else {
            out.say("nothing to do: everything asked for is there and matches the settings");
            Made.tell(outcome.plan(), out);
        }
        return ExitCode.OK;
    }

    private ExitCode started(LaunchOutcome.Started outcome, Then then, Output out) {
        Session session = outcome.session();
        String id = session.id().text();
        variables.set(Variables.SESSION, id);
        boolean neverStarted = session.state() == SessionState.FAILED && "never started".equals(session.reason());
        outcome.says().forEach(out::say);
        if (!out.json()) {
            FindingsView.lines(once.news(outcome.plan().findings()), out.talkWidth())
                    .forEach(out::say);
        }
        if (!out.json() && !neverStarted) {
            out.say(Text.of("Session " + id + " started.", Style.GOOD)
                    .plus("  tail " + id + " · show " + id + " · stop " + id)
                    .plus(then == Then.FOREGROUND && out.showsStatus() ? "  Ctrl-C stops it" : "", Style.FAINT));
        }
        remember(session, out);
        if (neverStarted && session.exitCode() == null) {
            if (out.json()) {
                out.document("launch", json -> SessionJson.brief(json, session));
            }
            out.complain(Text.of("Session " + id + " never started: its supervisor did not come in time.", Style.BAD)
                    .plus("  Should it come later, it starts nothing.  launch"));
            return ExitCode.FAILED;
        }
        if (then == Then.FOLLOW) {
            return following.fromItsStart(session.id(), out);
        }
        if (then == Then.FOREGROUND) {
            ExitCode exit = following.inForeground(session.id(), out);
            if (exit == ExitCode.OK && !out.json()) {
                Made.tell(outcome.plan(), out);
            }
            return exit;
        }
        if (out.json()) {
            out.document("launch", json -> SessionJson.brief(json, session));
        }
        return session.state() == SessionState.FAILED ? ended(session, out) : ExitCode.OK;
    }

    /** That it is not in the list of workspaces is no reason to call what runs not started. */
    private void remember(Session session, Output out) {
        try {
            access.remember(session);
        } catch (OperatorException e) {
            out.complain(Text.of(
                    "session " + session.id().text() + " runs, but other workspaces will not list it: "
                            + e.getMessage(),
                    Style.WARNING));
        }
    }

    private ExitCode rehearsed(Plan plan, Output out) {
        once.shown(plan.findings());
        if (out.json()) {
            out.document("plan", json -> PlanJson.write(json, plan));
        } else {
            out.lines(PlanView.lines(plan, out.width()));
            PlanView.commands(plan, out);
        }
        return ExitCode.OK;
    }

    private static ExitCode ended(Session session, Output out) {
        out.complain(Text.of("Session " + session.id().text() + " failed at once. ", Style.BAD)
                .plus("show " + session.id().text() + " · log " + session.id().text()));
        return ExitCode.FAILED;
    }

    private ExitCode refused(Plan plan, Output out) {
        once.shown(plan.findings());
        if (out.json()) {
            out.document("plan", json -> PlanJson.write(json, plan));
        } else {
            boolean trains = plan.steps().stream().anyMatch(step -> step.kind() == Step.Kind.TRAIN);
            FindingsView.lines(plan.findings(), trains ? "launch" : "weights convert", out.talkWidth())
                    .forEach(out::complain);
            out.complain(Text.of("not launched: " + errors(plan.findings())));
        }
        boolean onlyWouldOverwrite = plan.findings().stream()
                .filter(Finding::blocks)
                .allMatch(finding -> finding.code().equals(FindingCatalog.OVERWRITES_OUTPUT));
        return onlyWouldOverwrite ? ExitCode.CONFLICT : ExitCode.FINDINGS;
    }

    private static String errors(List<Finding> findings) {
        long count = findings.stream().filter(Finding::blocks).count();
        return count == 1 ? "1 finding of level error" : count + " findings of level error";
    }
}
