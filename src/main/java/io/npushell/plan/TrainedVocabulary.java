package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.Set;

/**
 * How many rows of the vocabulary the training will have, and how sure that is.
 *
 * <p>Megatron takes --padded-vocab-size where it is given (ModelLink), else the tokenizer's size up to a multiple of
 * --make-vocab-size-divisible-by × TP (Megatron-LM tokenizer.py, _vocab_size_with_padding).
 *
 * @param who says so, with the verb
 */
record TrainedVocabulary(String who, long rows, Certainty certainty) {

    static TrainedVocabulary of(Draft draft, long tensorParallel) {
        long own = draft.shape().paddedVocabulary();
        if (draft.engine().keepsVocabulary()) {
            return new TrainedVocabulary(
                    draft.engine().title() + " has a vocabulary of",
                    own,
                    draft.engine().certainty());
        }
        Facts.Script script = draft.facts().script();
        if (script != null && script.exists()) {
            String who = draft.profile().script() + " pads the vocabulary to";
            long rows = only(script.numbers("padded-vocab-size"));
            if (rows > 0) {
                return new TrainedVocabulary(who, rows, Certainty.CERTAIN);
            }
            long divisor = only(script.numbers("make-vocab-size-divisible-by"));
            if (divisor > 0 && !script.passes("padded-vocab-size")) {
                return new TrainedVocabulary(who, padded(draft, divisor * tensorParallel), Certainty.CERTAIN);
            }
        }
        long divisor = draft.profile().vocabularyDivisor();
        return new TrainedVocabulary(
                "the public script pads the vocabulary to",
                divisor > 1 ? padded(draft, divisor * tensorParallel) : own, // 1 stands for --padded-vocab-size
                Certainty.SCRIPT_DECIDES);
    }

    /** 0 where there is none, or several: the script chooses among them in a way that its text does not show. */
    private static long only(Set<Long> numbers) {
        return numbers.size() == 1 ? numbers.iterator().next() : 0;
    }

    private static long padded(Draft draft, long multiple) {
        return (draft.shape().vocabulary() + multiple - 1) / multiple * multiple;
    }
}
