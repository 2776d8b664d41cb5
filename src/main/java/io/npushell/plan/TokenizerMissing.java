package io.npushell.plan;

import io.npushell.params.ParameterNames;
import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** The tokenizer is there, and it is the model's. */
final class TokenizerMissing {
    static final Rule RULE = Rule.of("W06", "Tokenizer missing", """
            TOKENIZER_PATH is the directory of the downloaded model with its tokenizer files in it. One of another kind can prepare data, but
            its ids are another vocabulary's: an error where the private scripts would load it too.""").about(Step.Kind.DATA, Step.Kind.TRAIN);

    private static final List<String> SET = List.of("set tokenizer-path DIRECTORY");

    private TokenizerMissing() {}

    static List<Finding> check(Draft draft) {
        Facts.Tokenizer tokenizer = draft.facts().tokenizer();
        List<String> needed = draft.profile().tokenizerFiles();
        if (tokenizer == null
                || (tokenizer.exists()
                        && (needed.isEmpty() || !tokenizer.files().isEmpty()))) {
            return List.of();
        }
        List<String> remedies = tokenizer.other().isEmpty() ? fetched(draft) : SET;
        String files = String.join(" or ", needed);
        if (!tokenizer.exists()) {
            return List.of(RULE.error("tokenizer-path '%s' does not exist".formatted(tokenizer.directory()), remedies));
        }
        if (tokenizer.other().isEmpty()) {
            return List.of(
                    RULE.error("tokenizer-path '%s' holds no %s".formatted(tokenizer.directory(), files), remedies));
        }
        String sentence = "tokenizer-path '%s' holds %s, not the %s of %s"
                .formatted(
                        tokenizer.directory(),
                        tokenizer.other(),
                        files,
                        draft.profile().name());
        boolean loaded = draft.runs(Step.Kind.TRAIN) && !draft.engine().readsAsNpuShell();
        return List.of(loaded ? RULE.error(sentence, remedies) : RULE.warning(Certainty.CERTAIN, sentence, remedies));
    }

    private static List<String> fetched(Draft draft) {
        return Remedies.fetch(
                draft, "tokenizer", draft.profile().sources().model(), ParameterNames.TOKENIZER_PATH, SET);
    }
}
