package io.npushell.launch;

import io.npushell.plan.Plan;
import io.npushell.session.Session;

/** What came of asking for a launch. */
public sealed interface LaunchOutcome {
    Plan plan();

    /** It runs, or has already ended: look at the session's state. */
    record Started(Session session, Plan plan) implements LaunchOutcome {}

    /** It would be started; nothing was touched. */
    record Rehearsed(Plan plan) implements LaunchOutcome {}

    /** All steps asked for are done already; nothing was touched. */
    record NothingToDo(Plan plan) implements LaunchOutcome {}

    /** Findings of the plan keep it from running (exit code 3); nothing was touched. */
    record Refused(Plan plan) implements LaunchOutcome {}
}
