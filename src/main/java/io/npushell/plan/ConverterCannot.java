package io.npushell.plan;

import static io.npushell.params.ParameterNames.PADDED_VOCAB_SIZE;
import static io.npushell.params.ParameterNames.PARAMS_DTYPE;

import io.npushell.model.ModelFamily;
import java.util.ArrayList;
import java.util.List;

/** Upstream's converter takes fewer wishes than the native one, and does not say so. */
final class ConverterCannot {
    static final Rule RULE =
            Rule.of("W12", "Not with upstream's converter", """
            tools/checkpoint/util.py leaves the vocabulary as the model has it (its Qwen and ChatGLM3 loaders say so to its saver), and
            writes fp16; its ChatGLM3 loader also bf16. The embedded engine comes without ModelLink.""").about(Step.Kind.WEIGHTS, Step.Kind.TRAIN);

    private ConverterCannot() {}

    static List<Finding> check(Draft draft) {
        if (!WeightsStep.modellink(draft) || !WeightsStep.due(draft) || !concerns(draft)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (!draft.engine().needsCodePackage()) {
            findings.add(
                    RULE.error(draft.engine().title() + " comes without ModelLink", List.of("set converter native")));
        }
        draft.settings().whole(PADDED_VOCAB_SIZE).stream()
                .filter(rows -> rows != VocabularyPadding.sourceRows(draft))
                .mapToObj(rows -> RULE.error(
                        "upstream's converter cannot make %,d rows of vocabulary, it leaves those of the model"
                                .formatted(rows),
                        List.of("set converter native", "unset padded-vocab-size")))
                .forEach(findings::add);
        ModelFamily family = draft.profile().family();
        ModelFamily.ModelLink upstream = family.modelLink();
        if (upstream == null) {
            findings.add(RULE.error(
                    "upstream's converter has no loader for " + family.title(), List.of("set converter native")));
            return findings;
        }
        draft.settings()
                .text(PARAMS_DTYPE)
                .filter(type -> !type.equals("source") && !upstream.types().contains(type))
                .map(type -> RULE.error(
                        "upstream's converter cannot write " + type + ", its " + upstream.loader() + " writes fp16",
                        List.of("set converter native", "set params-dtype fp16")))
                .ifPresent(findings::add);
        return findings;
    }

    private static boolean concerns(Draft draft) {
        return draft.runType().finetunes() || draft.asks(Step.Kind.WEIGHTS);
    }
}
