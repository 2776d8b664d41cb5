package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.ArrayList;
import java.util.List;

/** The NPUs are well. */
final class DevicesUnwell {
    static final Rule RULE = Rule.liftable("M09", "NPU not well", """
        npu-smi shows a health other than OK. With Alarm, Critical or Offline a training mostly fails at its start or in the first collective
        operation; npu-smi info -t health tells which fault it is.\
        """);

    private DevicesUnwell() {}

    static List<Finding> check(Draft draft) {
        Facts.Npus npus = draft.facts().npus();
        if (!draft.engine().needsNpus() || npus == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (NpuStanding npu : npus.wanted(draft.devices())) {
            if (npu.health().isEmpty() || npu.health().equalsIgnoreCase("OK")) {
                continue;
            }
            String sentence = npu.label() + " is not well: its health is " + npu.health();
            List<String> remedies = List.of("!npu-smi info -t health -i " + npu.card());
            findings.add(
                    npu.bad()
                            ? RULE.error(Certainty.SCRIPT_DECIDES, sentence, remedies)
                            : RULE.warning(Certainty.CERTAIN, sentence, remedies));
        }
        return findings;
    }
}
