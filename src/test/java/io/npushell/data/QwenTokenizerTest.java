package io.npushell.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QwenTokenizerTest {
    private final Tokenizer tokenizer = Tokenizers.open(Path.of("profiles/qwen-nano"));

    @Test
    void givesTheIdsOfTiktoken() throws IOException {
        for (RecordedIds recorded : RecordedIds.read("qwen-nano.jsonl")) {
            assertThat(IntStream.of(tokenizer.encode(recorded.text())).boxed())
                    .as(recorded.text())
                    .isEqualTo(recorded.ids());
        }
    }

    @Test
    void hasTheSpecialTokensAfterTheRanks() {
        assertThat(tokenizer.vocabularySize()).isEqualTo(1072 + 208);
        assertThat(tokenizer.endOfDocument()).isEqualTo(1072);
        assertThat(tokenizer.encode("<|im_start|><|extra_204|>")).containsExactly(1073, 1279);
        assertThat(IntStream.of(tokenizer.encode("<|extra_205|>"))).allMatch(id -> id < 1072);
        assertThat(tokenizer.decode(new int[] {1073, 1279, 1072})).isEqualTo("<|im_start|><|extra_204|><|endoftext|>");
    }

    @Test
    void restoresAnyTextButForItsNormalForm() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(random.nextInt(60), 0, 0x11000)
                    .filter(c -> c < 0xd800 || c > 0xdfff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(tokenizer.decode(tokenizer.encode(text)))
                    .isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
        }
        assertThat(tokenizer.encode("e\u0301")).isEqualTo(tokenizer.encode("\u00e9"));
    }

    @Test
    void marksWhatIsNoTextWhenDecoding() {
        int[] halfACharacter = Arrays.copyOf(tokenizer.encode("漢"), 1);

        assertThat(tokenizer.decode(halfACharacter)).isEqualTo("\uFFFD");
        assertThat(tokenizer.decode(new int[] {1280, -1})).isEqualTo("\uFFFD\uFFFD");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void doesNotChokeOnOneEndlessWord() {
        String word = "a".repeat(200_000);

        assertThat(tokenizer.decode(tokenizer.encode(word))).isEqualTo(word);
    }
}
