package io.npushell.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrokenTokenizerTest {
    private static final Path TIKTOKEN = Path.of("profiles/qwen-nano/qwen.tiktoken");
    private static final Path MODEL = Path.of("profiles/glm3-nano/tokenizer.model");
    private static final Path RULES = RecordedIds.DIRECTORY.resolve("rules/tokenizer.model");

    @TempDir
    Path directory;

    @Test
    void saysThatThereIsNone() {
        assertThatThrownBy(() -> Tokenizers.open(directory))
                .hasMessage("there is no tokenizer in \"" + directory
                        + "\": neither qwen.tiktoken, tokenizer.json, tokenizer.model nor vocab.json with merges.txt")
                .extracting("exitCode")
                .isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void namesTheLineOfABrokenTiktokenFile() throws IOException {
        assertTiktoken("<!DOCTYPE html>\n", ":1 is not \"BASE64 RANK\": \"<!DOCTYPE html>\"");
        assertTiktoken("IQ== 0\nIg== x\n", ":2 is not \"BASE64 RANK\": \"Ig== x\"");
        assertTiktoken("IQ== 0\nIg== 0\n", ":2 has the rank 0 a second time");
        assertTiktoken("IQ== 0\nIg== 7\n", ":2 has the rank 7 in a file of 3 lines");
        assertTiktoken("IQ== 0\n", ":1 has no token for the byte 0, so it is cut short or no vocabulary");
        assertTiktoken("", ":1 has no token for the byte 0");
    }

    private void assertTiktoken(String content, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("qwen.tiktoken"), content);

        assertThatThrownBy(() -> Tokenizers.open(directory)).hasMessageStartingWith(file + message);
    }

    @Test
    void namesTheLineOfBrokenGpt2Files() throws IOException {
        Path merges = Files.copy(Recorded.DIRECTORY.resolve("gpt2-merges.txt"), directory.resolve("merges.txt"));
        Path vocabulary = Files.writeString(directory.resolve("vocab.json"), "{\"!\": 0,\n\"a\" 1}");
        assertThatThrownBy(() -> Tokenizers.open(directory)).hasMessageStartingWith(vocabulary + ":2 is no JSON");

        Files.writeString(vocabulary, "{\"!\": 0,\n\"a\": -3}");
        assertThatThrownBy(() -> Tokenizers.open(directory)).hasMessage(vocabulary + ":2 gives \"a\" no possible id");

        Files.writeString(vocabulary, "{\"!\": 0}");
        Files.writeString(merges, "#version: 0.2\nx y\nx y z\n");
        assertThatThrownBy(() -> Tokenizers.open(directory))
                .hasMessage(merges + ":3 is not a pair of tokens: \"x y z\"");
    }

    @Test
    void refusesASentencePieceModelThatIsNoBpe() throws IOException {
        byte[] unigram = {0x0a, 0x03, 0x0a, 0x01, 'a', 0x12, 0x02, 0x18, 0x01};
        Path file = Files.write(directory.resolve("tokenizer.model"), unigram);

        assertThatThrownBy(() -> Tokenizers.open(directory))
                .hasMessage(file + " is a SentencePiece model of type 1; only BPE (type 2) can be read");
    }

    @Test
    void refusesATokenizerCutAnywhere() throws IOException {
        for (Path source : new Path[] {TIKTOKEN, MODEL}) {
            byte[] whole = Files.readAllBytes(source);
            Path file = directory.resolve(String.valueOf(source.getFileName()));
            for (int length = 0; length < whole.length - 40; length += 61) {
                boolean wholeLines = whole[Math.max(0, length - 1)] == '\n' || whole[length] == '\n';
                if (source.equals(TIKTOKEN) && wholeLines) {
                    continue; // what is left is a smaller vocabulary, which only its size tells
                }
                Files.write(file, Arrays.copyOf(whole, length));

                assertThatThrownBy(() -> Tokenizers.open(directory))
                        .as("%s cut at %d", source, length)
                        .isInstanceOf(OperatorException.class);
            }
            Files.delete(file);
        }
    }

    @Test
    void survivesAnyDamage() throws IOException {
        Random random = new Random(11);
        for (Path source : new Path[] {TIKTOKEN, MODEL, RULES}) {
            byte[] whole = Files.readAllBytes(source);
            Path file = directory.resolve(String.valueOf(source.getFileName()));
            for (int i = 0; i < 150; i++) {
                byte[] damaged = whole.clone();
                int tail = Math.max(0, whole.length - 600);
                for (int k = 0; k < 3; k++) {
                    int at = random.nextBoolean()
                            ? random.nextInt(whole.length)
                            : tail + random.nextInt(whole.length - tail);
                    damaged[at] = (byte) random.nextInt();
                }
                Files.write(file, damaged);
                useOrRefuse();
            }
            Files.delete(file);
        }
    }

    private void useOrRefuse() {
        try {
            Tokenizer tokenizer = Tokenizers.open(directory);
            int[] ids = tokenizer.encode("The river, Äff ① <n> 漢字\n\n  end");
            assertThat(tokenizer.decode(ids)).isNotNull();
        } catch (OperatorException e) {
            assertThat(e.getMessage()).contains(directory.toString());
        }
    }

    @Test
    void refusesAWeightFileUnderTheName() throws IOException {
        Path file = directory.resolve("tokenizer.model");
        Files.write(file, "x".getBytes(StandardCharsets.UTF_8));
        try (java.io.RandomAccessFile large = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(10L << 30);
        }

        assertThatThrownBy(() -> Tokenizers.open(directory)).hasMessageContaining("too many for a tokenizer");
    }
}
