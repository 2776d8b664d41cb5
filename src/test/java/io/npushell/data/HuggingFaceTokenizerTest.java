package io.npushell.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HuggingFaceTokenizerTest {
    private static final Path BYTE_LEVEL = RecordedIds.DIRECTORY.resolve("hf-byte-level");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"hf-byte-level", "hf-byte-fallback"})
    void givesTheIdsOfTheOriginalLibrary(String name) throws IOException {
        Tokenizer tokenizer = Tokenizers.open(RecordedIds.DIRECTORY.resolve(name));

        List<RecordedIds> all = RecordedIds.read(name + ".jsonl");

        assertThat(all).hasSizeGreaterThan(20);
        for (RecordedIds recorded : all) {
            assertThat(Arrays.stream(tokenizer.encode(recorded.text())).boxed())
                    .as(recorded.text())
                    .isEqualTo(recorded.ids());
        }
    }

    @Test
    void readsBackWhatItWrote() {
        String text = "The river, 12345 metres\n\n wide: 长江 😀";

        for (String name : List.of("hf-byte-level", "hf-byte-fallback")) {
            Tokenizer tokenizer = Tokenizers.open(RecordedIds.DIRECTORY.resolve(name));
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void endsDocumentsAsTheConfigurationBesideItSays() throws IOException {
        Path file = copy();
        assertThat(Tokenizers.open(directory).endOfDocument()).isEqualTo(1500);

        Files.writeString(file.resolveSibling("tokenizer_config.json"), "{\"eos_token\": {\"content\": \"<mask>\"}}");
        assertThat(Tokenizers.open(directory).endOfDocument()).isEqualTo(1501);
    }

    @Test
    void refusesWhatItDoesNotKnowByName() throws IOException {
        Path file = copy();
        assertRefused(
                file,
                "\"type\":\"BPE\"",
                "\"type\":\"WordPiece\"",
                " has a WordPiece model, which npu-shell does not know");
        assertRefused(
                file,
                "\"type\":\"NFC\"",
                "\"type\":\"Precompiled\"",
                " has the normalizer Precompiled, which npu-shell does not know");
        assertRefused(
                file,
                "\"type\":\"ByteLevel\",\"add_prefix_space\":false",
                "\"type\":\"UnicodeScripts\"",
                " has the pre-tokenizer UnicodeScripts, which");
        assertRefused(
                file,
                "\"type\":\"TemplateProcessing\"",
                "\"type\":\"BertProcessing\"",
                " has the post-processor BertProcessing, which");
        assertRefused(file, "\"merges\":[[", "\"merges\":[[\"a\"],[", " has no pair of tokens at \"model.merges[0]\"");
    }

    private void assertRefused(Path file, String part, String other, String message) throws IOException {
        String content = Files.readString(BYTE_LEVEL.resolve("tokenizer.json"));
        assertThat(content).contains(part);
        Files.writeString(file, content.replace(part, other));

        assertThatThrownBy(() -> Tokenizers.open(directory))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith(file + message);
    }

    @Test
    void survivesDamage() throws IOException {
        byte[] whole = Files.readAllBytes(BYTE_LEVEL.resolve("tokenizer.json"));
        Path file = directory.resolve("tokenizer.json");
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int k = 0; k < 5 && damaged.length > 0; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                Tokenizers.open(directory).encode("some text 123");
            } catch (OperatorException e) {
                assertThat(e).hasMessageContaining("tokenizer.json");
            }
        }
    }

    @Test
    void tellsOtherSentencePieceModelsFromChatGlm() throws IOException {
        Files.copy(Path.of("profiles/glm3-nano/tokenizer.model"), directory.resolve("tokenizer.model"));
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"LlamaTokenizer\"}");

        assertThatThrownBy(() -> Tokenizers.open(directory))
                .hasMessage("the tokenizer.model in \"" + directory
                        + "\" is a LlamaTokenizer, of which only tokenizer.json can be read");
    }

    private Path copy() throws IOException {
        Path file = directory.resolve("tokenizer.json");
        Files.write(file, Files.readString(BYTE_LEVEL.resolve("tokenizer.json")).getBytes(StandardCharsets.UTF_8));
        return file;
    }
}
