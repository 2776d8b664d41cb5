package io.npushell.launch;

import io.npushell.plan.Plan;
import io.npushell.session.Session;

/** What came of asking for a launch. */
public sealed interface LaunchOutcome {
    Plan plan();

    /** It runs, or has already ended: look at the session's state. */
    record Started(Session session, Plan plan) implements LaunchOutcome {}

    /** Nothing was touched: findings of the plan keep it from running (exit code 3). */
    record Refused(Plan plan) implements LaunchOutcome {}
}
