package io.npushell.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChatGlmTokenizerTest {
    private final Tokenizer tokenizer = Tokenizers.open(Path.of("profiles/glm3-nano"));

    @Test
    void givesTheIdsOfSentencePieceAfterItsOwnTwo() throws IOException {
        for (RecordedIds recorded : RecordedIds.read("glm3-nano.jsonl")) {
            int[] ids = tokenizer.encode(recorded.text());

            assertThat(ids).startsWith(1272, 1274);
            assertThat(IntStream.of(ids).skip(2).boxed()).as(recorded.text()).isEqualTo(recorded.ids());
        }
    }

    @Test
    void followsTheModelsCharacterMapAndUserDefinedPieces() throws IOException {
        Tokenizer rules = Tokenizers.open(RecordedIds.DIRECTORY.resolve("rules"));

        for (RecordedIds recorded : RecordedIds.read("rules.jsonl")) {
            assertThat(IntStream.of(rules.encode(recorded.text())).skip(2).boxed())
                    .as(recorded.text())
                    .isEqualTo(recorded.ids());
        }
    }

    @Test
    void hasTheSpecialTokensAfterThePieces() {
        assertThat(tokenizer.vocabularySize()).isEqualTo(1271 + 9);
        assertThat(tokenizer.endOfDocument()).isEqualTo(2);
        assertThat(tokenizer.decode(new int[] {1272, 1274, 1275, 1277, 2, 1280}))
                .isEqualTo("eop<|user|>\uFFFD");
    }

    @Test
    void restoresAnyText() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            String text = random.ints(random.nextInt(60), 0, 0x11000)
                    .filter(c -> (c < 0xd800 || c > 0xdfff) && c != SentencePieceNormalizer.MARK)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
        assertThat(tokenizer.encode("")).hasSize(2);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void doesNotChokeOnOneEndlessWord() {
        String word = "a".repeat(200_000);

        assertThat(tokenizer.decode(tokenizer.encode(word))).isEqualTo(word);
    }
}
