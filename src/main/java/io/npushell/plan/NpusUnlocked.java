package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** Other launches on this machine will see which NPUs this one has. */
final class NpusUnlocked {
    static final Rule RULE = Rule.of("M11", "NPUs cannot be locked", """
        A training holds a lock for each of its NPUs, which every launch on the machine looks at. Where the lock's directory cannot be used,
        only launches that know this workspace see what it has.\
        """);

    private NpusUnlocked() {}

    static List<Finding> check(Draft draft) {
        Facts.Npus npus = draft.facts().npus();
        String why = npus == null ? null : npus.unlocked();
        return !draft.engine().needsNpus() || why == null
                ? List.of()
                : List.of(RULE.warning(
                        Certainty.CERTAIN,
                        "other users and workspaces will not see which NPUs this training has: " + why,
                        List.of("npus")));
    }
}
