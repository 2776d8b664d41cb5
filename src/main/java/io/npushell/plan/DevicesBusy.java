package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** The NPUs are free. */
final class DevicesBusy {
    static final Rule RULE = Rule.liftable("M03", "NPUs busy", """
            Another process holds NPUs; the training would run out of memory or fail to start. An inference that leaves enough memory may be
            harmless.""");

    private DevicesBusy() {}

    static List<Finding> check(Draft draft) {
        Machine machine = draft.facts().machine();
        if (draft.embedded() || machine.assumed() || machine.busy().isEmpty()) {
            return List.of();
        }
        int more = machine.busy().size() - 1;
        return List.of(RULE.error(
                Certainty.SCRIPT_DECIDES,
                machine.busy().get(0) + (more == 0 ? "" : ", and %d more".formatted(more)),
                List.of("sessions", "!npu-smi info")));
    }
}
