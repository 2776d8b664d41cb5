package io.npushell.plan;

import io.npushell.params.ParameterNames;
import io.npushell.plan.Finding.Certainty;
import java.util.List;
import java.util.Optional;

/** Megatron pads the vocabulary by TP, converted weights are not padded again. */
final class VocabularyPadding {
    static final Rule RULE =
            Rule.of("P10", "Vocabulary padding and tensor parallel", """
            Megatron pads the vocabulary to a multiple of --make-vocab-size-divisible-by × TP. Converted weights keep the rows they had, so
            at some TP the two differ and loading ends in "size mismatch". With the public script Qwen-7B fits at TP 8, not at the manual's TP 4; the
            private script may pass --padded-vocab-size or another divisor.""").about(Step.Kind.TRAIN, Step.Kind.WEIGHTS);

    private VocabularyPadding() {}

    static List<Finding> check(Draft draft) {
        Fit fit = draft.fit();
        if (fit == null
                || draft.embedded()
                || !(draft.runType().finetunes() || draft.asks(Step.Kind.WEIGHTS))
                || fits(draft, fit)) {
            return List.of();
        }
        return List.of(RULE.warning(
                Certainty.SCRIPT_DECIDES,
                "the public script pads the vocabulary to %,d rows at tensor parallel %d, the weights have %,d"
                        .formatted(padded(draft, fit.tensorParallel()), fit.tensorParallel(), rows(draft)),
                Remedies.of(
                        Nearest.tensorParallel(fit, variant -> variant.legal() && fits(draft, variant)),
                        Optional.of("set padded-vocab-size " + padded(draft, fit.tensorParallel())))));
    }

    private static boolean fits(Draft draft, Fit fit) {
        // A divisor of 1 stands for a script that passes --padded-vocab-size.
        return draft.profile().vocabularyDivisor() <= 1 || padded(draft, fit.tensorParallel()) == rows(draft);
    }

    /** Rows of the converted weights. */
    private static long rows(Draft draft) {
        return draft.settings()
                .whole(ParameterNames.PADDED_VOCAB_SIZE)
                .orElse(draft.shape().paddedVocabulary());
    }

    private static long padded(Draft draft, long tensorParallel) {
        long part = draft.profile().vocabularyDivisor() * tensorParallel;
        return (draft.shape().vocabulary() + part - 1) / part * part;
    }
}
