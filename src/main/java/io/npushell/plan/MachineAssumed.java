package io.npushell.plan;

import java.util.List;

/** A plan for an assumed machine cannot be launched. */
final class MachineAssumed {
    static final Rule RULE = Rule.of("M01", "Machine only assumed", """
            assume plans for a machine that is not here, so launch refuses such a plan, whatever else it says.""").about(Step.Kind.DATA, Step.Kind.TRAIN);

    private MachineAssumed() {}

    static List<Finding> check(Draft draft) {
        if (!draft.facts().machine().assumed()) {
            return List.of();
        }
        return List.of(RULE.error(
                "the machine " + MachineText.render(draft.facts().machine())
                        + " is only assumed, so this cannot be launched",
                List.of(draft.engine().needsNpus() ? "assume off (on a host with NPUs)" : "assume off")));
    }
}
