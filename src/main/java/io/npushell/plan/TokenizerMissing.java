package io.npushell.plan;

import java.util.List;

/** The tokenizer is there. */
final class TokenizerMissing {
    static final Rule RULE = Rule.of("W06", "Tokenizer missing", """
            TOKENIZER_PATH is the directory of the downloaded model with its tokenizer files in it.""").about(Step.Kind.DATA, Step.Kind.TRAIN);

    private TokenizerMissing() {}

    static List<Finding> check(Draft draft) {
        Facts.Tokenizer tokenizer = draft.facts().tokenizer();
        List<String> needed = draft.profile().tokenizerFiles();
        if (tokenizer == null
                || (tokenizer.exists()
                        && (needed.isEmpty() || !tokenizer.files().isEmpty()))) {
            return List.of();
        }
        String sentence = tokenizer.exists()
                ? "tokenizer-path '%s' holds no %s".formatted(tokenizer.directory(), String.join(" or ", needed))
                : "tokenizer-path '%s' does not exist".formatted(tokenizer.directory());
        return List.of(RULE.error(sentence, List.of("set tokenizer-path DIRECTORY")));
    }
}
