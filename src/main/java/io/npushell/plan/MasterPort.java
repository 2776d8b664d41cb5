package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** The port the nodes meet on is free where this node is the master. */
final class MasterPort {
    static final Rule RULE = Rule.liftable("M10", "Master port taken", """
        torchrun listens on MASTER_PORT of node 0, and ends at once where something else does (EADDRINUSE). Two trainings on one machine need
        two ports; where neither names one, both use the script's own.\
        """);

    private MasterPort() {}

    static List<Finding> check(Draft draft) {
        Facts.Npus npus = draft.facts().npus();
        if (!draft.engine().needsNpus() || npus == null || npus.port() == null) {
            return List.of();
        }
        Facts.TakenPort taken = npus.port();
        List<String> remedies = List.of("set master-port " + taken.free());
        boolean held = npus.wanted(draft.devices()).stream()
                .flatMap(npu -> npu.holders().stream())
                .anyMatch(NpuStanding.Holder::claimed);
        if (taken.port() == 0 && held) {
            return List.of(); // M03 says already that it cannot run beside the other
        }
        if (taken.port() == 0) {
            return List.of(RULE.warning(
                    Certainty.SCRIPT_DECIDES,
                    taken.by() + " runs with the script's own master port, and so would this",
                    remedies));
        }
        return List.of(RULE.error(
                Certainty.SCRIPT_DECIDES,
                "port %d, master-port, is taken on this host%s"
                        .formatted(taken.port(), taken.by().isEmpty() ? "" : " by " + taken.by()),
                remedies));
    }
}
