package io.npushell.plan;

import java.util.List;

/** Two trainings never save to one directory. */
final class OutputInUse {
    static final Rule RULE = Rule.of("O05", "Save directory of a running session", """
            Two trainings that save to one directory spoil each other's checkpoints.""");

    private OutputInUse() {}

    static List<Finding> check(Draft draft) {
        Facts.Output output = draft.facts().output();
        if (output == null || !output.ownerActive()) {
            return List.of();
        }
        String owner = output.owner() == null ? "another session" : "session " + output.owner();
        return List.of(RULE.error(
                owner + " is running and saves to '" + output.directory() + "'",
                output.owner() == null
                        ? List.of("sessions")
                        : List.of("stop " + output.owner(), "wait " + output.owner())));
    }
}
