package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** As many devices are visible as ranks are started. */
final class DevicesOverridden {
    static final Rule RULE = Rule.liftable("M07", "Visible devices and ranks", """
            ASCEND_RT_VISIBLE_DEVICES hides NPUs from the script, but the script starts the same number of ranks on each node unless it counts
            them itself.""");

    private DevicesOverridden() {}

    static List<Finding> check(Draft draft) {
        int ranks = draft.profile().devicesPerNode();
        if (!draft.engine().needsNpus() || draft.devicesPerNode() == ranks) {
            return List.of();
        }
        return List.of(RULE.error(
                Certainty.SCRIPT_DECIDES,
                "devices names %d NPUs, %s starts %d ranks on a node"
                        .formatted(draft.devicesPerNode(), draft.profile().script(), ranks),
                List.of("unset devices")));
    }
}
