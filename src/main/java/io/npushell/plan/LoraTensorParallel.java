package io.npushell.plan;

import io.npushell.model.RunType;
import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** LoRA with tensor parallelism is known to be inexact. */
final class LoraTensorParallel {
    static final Rule RULE = Rule.of("P12", "LoRA with tensor parallel", """
            The manual recommends TP 4 and 8 for LoRA; Huawei's later pages (6.3.905) say that LoRA has a known precision problem with tensor
            parallelism and recommend pipeline parallelism instead.""");

    private LoraTensorParallel() {}

    static List<Finding> check(Draft draft) {
        Fit fit = draft.fit();
        if (fit == null || draft.embedded() || draft.runType() != RunType.LORA || fit.tensorParallel() == 1) {
            return List.of();
        }
        return List.of(RULE.warning(
                Certainty.SCRIPT_DECIDES,
                "LoRA with tensor parallel %d has a known precision problem in later releases of the scripts"
                        .formatted(fit.tensorParallel()),
                List.of("set tp 1")));
    }
}
