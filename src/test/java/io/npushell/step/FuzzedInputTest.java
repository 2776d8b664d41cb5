package io.npushell.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.data.DatasetFacts;
import io.npushell.data.IndexedDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged bytes of every kind of file the data step reads: a sentence that names the file, and nothing under the final name. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FuzzedInputTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded");
    private static final Path TALES = Path.of("docs/examples/operator-tales.jsonl");
    private static final Path TOKENIZER = Path.of("profiles/qwen-nano");
    private static final Set<ExitCode> HONEST =
            Set.of(ExitCode.OK, ExitCode.FAILED, ExitCode.USAGE, ExitCode.NOT_FOUND, ExitCode.ENVIRONMENT);
    private static final int ROUNDS = 40;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"instructions.parquet", "instructions.csv", "instructions.json", "belle.jsonl"})
    void damagedRecordsOfAnyFormat(String name) throws IOException {
        byte[] whole = Files.readAllBytes(RECORDED.resolve("modellink").resolve(name));

        for (int seed = 0; seed < ROUNDS; seed++) {
            Path input = Files.write(directory.resolve(seed + name), damaged(whole, seed));
            check(seed, input, input, TOKENIZER, "--json-keys", "output");
        }
    }

    @Test
    void damagedGzip() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Files.readAllBytes(TALES));
        }

        for (int seed = 0; seed < ROUNDS; seed++) {
            Path input = Files.write(directory.resolve(seed + ".jsonl.gz"), damaged(packed.toByteArray(), seed));
            check(seed, input, input, TOKENIZER);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "profiles/qwen-nano/qwen.tiktoken, qwen.tiktoken",
        "profiles/glm3-nano/tokenizer.model, tokenizer.model",
        "src/test/resources/recorded/tokenizers/hf-byte-level/tokenizer.json, tokenizer.json",
        "src/test/resources/recorded/tokenizers/hf-byte-fallback/tokenizer.json, tokenizer.json",
    })
    void damagedTokenizers(String source, String name) throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(source));
        Path input = Files.writeString(directory.resolve("a.txt"), "The operator set tp 8 and went home. 操作员\n");

        for (int seed = 0; seed < ROUNDS; seed++) {
            Path tokenizer = Files.createDirectories(directory.resolve("tokenizer" + seed));
            Files.write(tokenizer.resolve(name), damaged(whole, seed));
            check(seed, tokenizer, input, tokenizer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"idx", "bin"})
    void damagedDatasets(String ending) throws IOException {
        Path prefix = directory.resolve("d_text_document");
        for (String each : List.of("idx", "bin")) {
            Files.copy(
                    RECORDED.resolve("modellink/pretrain_text_document." + each),
                    prefix.resolveSibling("d_text_document." + each));
        }
        Path file = prefix.resolveSibling("d_text_document." + ending);
        byte[] whole = Files.readAllBytes(file);

        for (int seed = 0; seed < 10 * ROUNDS; seed++) {
            byte[] bytes = damaged(whole, seed);
            Files.write(file, bytes);

            DatasetFacts facts = IndexedDataset.inspect(prefix);

            boolean lengthKept = bytes.length == whole.length;
            assertThat(facts.problem() != null || lengthKept)
                    .as("seed %d of %s: %s", seed, ending, facts)
                    .isTrue();
        }
    }

    private void check(int seed, Path named, Path input, Path tokenizer, String... more) throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Path prefix = directory.resolve("out" + seed);
        String[] words = Stream.concat(
                        Stream.of(
                                "data",
                                "--input",
                                input.toString(),
                                "--output-prefix",
                                prefix.toString(),
                                "--tokenizer-name-or-path",
                                tokenizer.toString(),
                                "--workers",
                                "1"),
                        Arrays.stream(more))
                .toArray(String[]::new);

        ExitCode code = new Main(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(words);

        String told = "seed " + seed + ": " + err.toString(StandardCharsets.UTF_8);
        assertThat(code).as(told).isIn(HONEST);
        Path dataset = directory.resolve("out" + seed + "_" + (more.length > 0 ? "output" : "text") + "_document");
        DatasetFacts facts = IndexedDataset.inspect(dataset);
        assertThat(facts.problem()).as(told).isNull();
        assertThat(facts.exists()).as(told).isEqualTo(code == ExitCode.OK);
        if (code != ExitCode.OK) {
            assertThat(told).contains(named.toString()).doesNotContain("\tat ", "Exception");
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left.map(path -> String.valueOf(path.getFileName()))
                                .filter(name -> name.startsWith("out" + seed + "_")))
                        .as(told)
                        .isEmpty();
            }
        }
    }

    /** Cut short, changed here and there, a stretch of zeros, a stretch twice, or a stretch of noise; the seed says which. */
    private static byte[] damaged(byte[] whole, int seed) {
        Random random = new Random(seed);
        byte[] bytes = whole.clone();
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(64));
        switch (seed % 5) {
            case 0 -> bytes = Arrays.copyOf(bytes, from);
            case 1 -> {
                for (int change = 0; change < 8; change++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            case 2 -> Arrays.fill(bytes, from, to, (byte) 0);
            case 3 -> {
                bytes = Arrays.copyOf(bytes, whole.length + to - from);
                System.arraycopy(whole, from, bytes, to, whole.length - from);
            }
            default -> {
                for (int at = from; at < to; at++) {
                    bytes[at] = (byte) random.nextInt(256);
                }
            }
        }
        return bytes;
    }
}
