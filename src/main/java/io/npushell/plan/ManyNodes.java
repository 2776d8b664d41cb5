package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** Several nodes need the same files. */
final class ManyNodes {
    static final Rule RULE = Rule.of("M06", "Several nodes", """
            Each node runs its own command. Code, dataset and weights must be at the same paths on all of them, best on a shared file system, and
            the clocks must agree; the last node prints the loss.""");

    private ManyNodes() {}

    static List<Finding> check(Draft draft) {
        if (draft.nodes() < 2) {
            return List.of();
        }
        return List.of(RULE.advice(
                Certainty.CERTAIN,
                "each of the %d nodes runs its own command and needs code, data and weights at the same paths"
                        .formatted(draft.nodes()),
                List.of("plan --commands")));
    }
}
