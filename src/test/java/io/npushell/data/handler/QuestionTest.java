package io.npushell.data.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.data.Tokenizer;
import io.npushell.data.Tokenizers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fine-tuned model is asked with just the tokens that its data had before the first one learned. */
class QuestionTest {
    @ParameterizedTest
    @ValueSource(strings = {"qwen-nano", "glm3-nano"})
    void isWhatTheDataHasBeforeTheAnswer(String profile) {
        Tokenizer tokenizer = Tokenizers.open(Path.of("profiles", profile));
        Handler handler = Handlers.named(Handlers.GENERAL_INSTRUCTION, List.of(), tokenizer, false);
        List<List<int[]>> sample = handler.encode(List.of("Who is Mara?", "", "Mara is an operator."));
        int[] tokens = sample.get(0).get(0);
        int masked = (int) Arrays.stream(sample.get(2).get(0))
                .filter(label -> label == -100)
                .count();

        assertThat(tokenizer.encode(Handlers.question("Who is Mara?"))).isEqualTo(Arrays.copyOf(tokens, masked));
        assertThat(masked).isLessThan(tokens.length);
    }
}
