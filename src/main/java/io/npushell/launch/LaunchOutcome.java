package io.npushell.launch;

import io.npushell.plan.Plan;
import io.npushell.session.Session;
import java.util.List;

/** What came of asking for a launch. */
public sealed interface LaunchOutcome {
    Plan plan();

    /**
     * It runs, or has already ended: look at the session's state.
     *
     * @param says what the operator should know of how it came to start, one sentence each
     */
    record Started(Session session, Plan plan, List<String> says) implements LaunchOutcome {
        public Started {
            says = List.copyOf(says);
        }
    }

    /** It would be started; nothing was touched. */
    record Rehearsed(Plan plan) implements LaunchOutcome {}

    /** All steps asked for are done already; nothing was touched. */
    record NothingToDo(Plan plan) implements LaunchOutcome {}

    /** Findings of the plan keep it from running (exit code 3); nothing was touched. */
    record Refused(Plan plan) implements LaunchOutcome {}
}
