package io.npushell.plan;

import io.npushell.model.RunType;
import io.npushell.plan.Finding.Certainty;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** LoRA with tensor parallelism is known to be inexact. */
final class LoraTensorParallel {
    static final Rule RULE = Rule.of("P12", "LoRA with tensor parallel", """
            The manual recommends TP 4 and 8 for LoRA; Huawei's later pages (6.3.905) say that LoRA has a known precision problem with tensor
            parallelism and recommend pipeline parallelism instead.""");

    private LoraTensorParallel() {}

    static List<Finding> check(Draft draft) {
        Fit fit = draft.fit();
        if (fit == null || !inexact(draft, fit)) {
            return List.of();
        }
        return List.of(RULE.warning(
                Certainty.SCRIPT_DECIDES,
                "LoRA with tensor parallel %d has a known precision problem in later releases of the scripts"
                        .formatted(fit.tensorParallel()),
                remedies(draft, fit)));
    }

    static boolean inexact(Draft draft, Fit fit) {
        return draft.engine().distributes() && draft.runType() == RunType.LORA && fit.tensorParallel() != 1;
    }

    /** Without tensor parallelism, and with what else that takes: pipeline stages that fit, and as many rows of vocabulary as are trained then. */
    private static List<String> remedies(Draft draft, Fit fit) {
        Fit single = fit.withTensorParallel(1);
        Optional<Fit> legal = LongStream.rangeClosed(
                        fit.pipelineParallel(), fit.shape().layers())
                .mapToObj(single::withPipelineParallel)
                .filter(Fit::legal)
                .findFirst();
        return legal
                .map(variant -> "set tp 1"
                        + (variant.pipelineParallel() == fit.pipelineParallel()
                                ? ""
                                : " pp " + variant.pipelineParallel())
                        + VocabularyPadding.adjustment(draft, 1))
                .stream()
                .toList();
    }
}
