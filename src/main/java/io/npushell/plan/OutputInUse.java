package io.npushell.plan;

import java.util.List;

/** Two trainings never save to one directory. */
final class OutputInUse {
    static final Rule RULE = Rule.of("O05", "Save directory of a running session", """
        Two trainings that save to one directory spoil each other's checkpoints. The nodes of one training save there together: the same
        settings with another node-rank are no conflict.\
        """);

    private OutputInUse() {}

    static List<Finding> check(Draft draft) {
        Facts.Output output = draft.facts().output();
        if (output == null || !output.ownerActive()) {
            return List.of();
        }
        String owner = output.owner() == null ? "another session" : output.whose();
        String command =
                output.elsewhere() == null ? "" : "set work-dir " + Remedies.word(output.elsewhere()) + ", then ";
        return List.of(RULE.error(
                owner + " is running and saves to '" + output.directory() + "'",
                output.owner() == null
                        ? List.of("sessions")
                        : List.of(command + "stop " + output.owner(), command + "wait " + output.owner())));
    }
}
