package io.npushell.plan;

import static io.npushell.params.ParameterNames.PADDED_VOCAB_SIZE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Megatron pads the vocabulary by TP, converted weights are not padded again. */
final class VocabularyPadding {
    static final Rule RULE = Rule.liftable("P10", "Vocabulary padding and tensor parallel", """
            Megatron pads the vocabulary to a multiple of --make-vocab-size-divisible-by × TP. Converted weights keep the rows they had, so
            at some TP the two differ and loading ends in "size mismatch". With the public script Qwen-7B fits at TP 8, not at the manual's TP 4. Where
            the script's text names one divisor or one --padded-vocab-size, that is what counts; else it may know better than the public one.""")
            .about(Step.Kind.TRAIN, Step.Kind.WEIGHTS);

    /** Also where a batch comes with it. */
    private static final Pattern SET_TENSOR_PARALLEL = Pattern.compile("set tp (\\d+)( gbs \\d+)?");

    private VocabularyPadding() {}

    static List<Finding> check(Draft draft) {
        Fit fit = draft.fit();
        if (fit == null || !(draft.runType().finetunes() || draft.asks(Step.Kind.WEIGHTS))) {
            return List.of();
        }
        long rows = rows(draft);
        long tensorParallel = fit.tensorParallel();
        if (rows % tensorParallel != 0) {
            return List.of(RULE.error(
                    String.format(
                            Locale.ROOT,
                            "%,d rows of vocabulary are not divisible by %d (tensor parallel)",
                            rows,
                            tensorParallel),
                    Remedies.of(Nearest.tensorParallel(
                                    fit,
                                    variant -> TrainedVocabulary.of(draft, variant.tensorParallel())
                                                    .rows()
                                            == rows)
                            .or(() -> Nearest.tensorParallel(fit, variant -> rows % variant.tensorParallel() == 0)))));
        }
        TrainedVocabulary trained = TrainedVocabulary.of(draft, tensorParallel);
        if (trained.rows() == rows) {
            return List.of();
        }
        return List.of(RULE.error(
                trained.certainty(),
                String.format(
                        Locale.ROOT,
                        "%s %,d rows at tensor parallel %d, the weights have %,d",
                        trained.who(),
                        trained.rows(),
                        tensorParallel,
                        rows),
                remedies(draft, fit, trained.rows())));
    }

    /** Other rows for the weights first: another TP would be another training. */
    private static List<String> remedies(Draft draft, Fit fit, long wanted) {
        List<String> remedies = new ArrayList<>();
        if (WeightsStep.modellink(draft)) {
            remedies.add("set converter native padded-vocab-size " + wanted);
        } else if (wanted == sourceRows(draft)) {
            remedies.add("unset padded-vocab-size");
        } else {
            remedies.add("set padded-vocab-size " + wanted);
        }
        long rows = rows(draft);
        Nearest.tensorParallel(
                        fit,
                        variant -> variant.legal()
                                && !LoraTensorParallel.inexact(draft, variant)
                                && TrainedVocabulary.of(draft, variant.tensorParallel())
                                                .rows()
                                        == rows)
                .ifPresent(remedies::add);
        return remedies;
    }

    /** Another rule's {@code set tp N}, with the rows of vocabulary that are trained then. */
    static Finding completed(Draft draft, Finding finding) {
        if (draft.fit() == null
                || !draft.runType().finetunes()
                || finding.code().equals(RULE.code())) {
            return finding;
        }
        return finding.with(finding.remedies().stream()
                .map(remedy -> {
                    Matcher set = SET_TENSOR_PARALLEL.matcher(remedy);
                    return set.matches() ? remedy + adjustment(draft, Long.parseLong(set.group(1))) : remedy;
                })
                .toList());
    }

    /** What to set beside another TP so that the weights have the rows that are trained then; empty where they have them. */
    static String adjustment(Draft draft, long tensorParallel) {
        long wanted = TrainedVocabulary.of(draft, tensorParallel).rows();
        if (wanted == rows(draft)) {
            return "";
        }
        return (WeightsStep.modellink(draft) ? " converter native" : "") + " padded-vocab-size " + wanted;
    }

    /** Rows of the converted weights; upstream's converter keeps the model's. */
    private static long rows(Draft draft) {
        return WeightsStep.modellink(draft)
                ? sourceRows(draft)
                : draft.settings().whole(PADDED_VOCAB_SIZE).orElse(sourceRows(draft));
    }

    /** Rows of the model to convert. */
    static long sourceRows(Draft draft) {
        Facts.Weights weights = draft.facts().weights();
        return weights == null || weights.rows() == 0 ? draft.shape().paddedVocabulary() : weights.rows();
    }
}
