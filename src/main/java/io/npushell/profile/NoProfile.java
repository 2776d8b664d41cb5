package io.npushell.profile;

import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelShape;
import java.util.List;
import java.util.Map;

/**
 * Stands where a profile would, where data is prepared for no model in particular: it recommends nothing and knows any tokenizer.
 *
 * <p>Nothing can be trained with it; its shape is only there because every profile has one.
 */
public final class NoProfile {
    private static final String NAME = "no-profile";

    private static final List<String> TOKENIZER_FILES =
            List.of("qwen.tiktoken", "tokenizer.json", "tokenizer.model", "vocab.json");

    private NoProfile() {}

    /** With the engine whose needs are asked for: of the least, as nothing is trained. */
    public static ModelProfile with(NamedEngine engine) {
        return new ModelProfile(
                NAME,
                "no model in particular",
                engine,
                "none",
                NAME,
                ModelFamilies.guessed(TOKENIZER_FILES),
                true,
                new ModelShape(1, 1, 1, 1, 1, 1, 1, 1, 1.0, 10_000, 1e-6),
                "",
                Map.of(),
                List.of(),
                List.of(),
                TOKENIZER_FILES,
                List.of(),
                1,
                1,
                null,
                ModelProfile.Sources.NONE,
                NAME);
    }

    /** By where it was read from, which of a file is a path. */
    public static boolean is(ModelProfile profile) {
        return profile.source().equals(NAME);
    }
}
