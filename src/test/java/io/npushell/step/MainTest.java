package io.npushell.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.data.DatasetFacts;
import io.npushell.data.IndexedDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private static final Path SAMPLE = Path.of("src/test/resources/recorded/megatron-indexed");
    private static final String QWEN = "profiles/qwen-nano";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void writesByteForByteWhatMegatronWrites() throws IOException {
        Path gpt2 = Files.createDirectory(directory.resolve("gpt2"));
        Files.copy(SAMPLE.resolve("gpt2-vocab.json"), gpt2.resolve("vocab.json"));
        Files.copy(SAMPLE.resolve("gpt2-merges.txt"), gpt2.resolve("merges.txt"));

        ExitCode code = data(SAMPLE.resolve("a.jsonl"), gpt2.toString(), "--append-eod", "--workers", "2");

        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
        for (String suffix : List.of(".bin", ".idx")) {
            assertThat(directory.resolve("out/a_text_document" + suffix))
                    .hasSameBinaryContentAs(SAMPLE.resolve("a_int32_text_document" + suffix));
        }
    }

    @Test
    void givesTheSameBytesForAnyNumberOfWorkers() throws IOException {
        data(SAMPLE.resolve("a.jsonl"), QWEN, "--workers", "1");
        byte[] one = Files.readAllBytes(directory.resolve("out/a_text_document.bin"));

        data(SAMPLE.resolve("a.jsonl"), QWEN, "--workers", "3");

        assertThat(directory.resolve("out/a_text_document.bin")).hasBinaryContent(one);
    }

    @Test
    void dropsWhatIsTooLongButCountsItAsADocument() throws IOException {
        Path input = Files.writeString(directory.resolve("a.txt"), "river\nabc def ghi jkl mno pqr\n\nriver\n");

        assertThat(data(input, QWEN, "--seq-length", "6", "--append-eod")).isEqualTo(ExitCode.OK);

        DatasetFacts facts = IndexedDataset.inspect(directory.resolve("out/a_text_document"));
        assertThat(facts.problem()).isNull();
        assertThat(facts.documents()).isEqualTo(3);
        assertThat(facts.sequences()).isEqualTo(2);
        assertThat(facts.manifest())
                .containsEntry("dropped", "1")
                .containsEntry("seq-len", "6")
                .containsEntry("append-eod", "true")
                .containsEntry("input", input.toString())
                .containsKeys("input-sha256", "tokenizer", "tokenizer-sha256", "version");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(" data: left out 1 document of 6 tokens or more\n");
    }

    @Test
    void dropsADocumentOfExactlyTheSequenceLength() throws IOException {
        Path input = Files.writeString(directory.resolve("a.txt"), "x\nxyz\n");

        data(input, QWEN, "--seq-length", "2", "--append-eod");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("no tokens are left for \"text\": all 2 documents have 2 tokens or more");

        assertThat(data(input, QWEN, "--seq-length", "3", "--append-eod")).isEqualTo(ExitCode.OK);
        assertThat(IndexedDataset.inspect(directory.resolve("out/a_text_document"))
                        .sequences())
                .isEqualTo(1);
    }

    @Test
    void makesADatasetOfEachColumn() {
        Path input = SAMPLE.resolve("a.jsonl");

        assertThat(data(input, QWEN, "--json-keys", "text", "output")).isEqualTo(ExitCode.OK);

        for (String key : List.of("text", "output")) {
            DatasetFacts facts = IndexedDataset.inspect(directory.resolve("out/a_" + key + "_document"));
            assertThat(facts.documents()).isEqualTo(300);
            assertThat(facts.manifest()).containsEntry("key", key);
        }
    }

    @Test
    void takesTheTypesOfTokenizersItCanReadAndNamesOthers() throws IOException {
        Path input = Files.writeString(directory.resolve("a.txt"), "river\n");
        Path gpt2 = Files.createDirectory(directory.resolve("gpt2"));
        Files.copy(SAMPLE.resolve("gpt2-vocab.json"), gpt2.resolve("vocab.json"));
        Files.copy(SAMPLE.resolve("gpt2-merges.txt"), gpt2.resolve("merges.txt"));

        assertThat(data(input, QWEN, "--tokenizer-type", "PretrainedFromHF")).isEqualTo(ExitCode.OK);
        assertThat(data(input, gpt2.toString(), "--tokenizer-type", "GPT2BPETokenizer"))
                .isEqualTo(ExitCode.OK);
        assertThat(data(input, QWEN, "--tokenizer-type", "GPT2BPETokenizer")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("--tokenizer-type GPT2BPETokenizer reads vocab.json with merges.txt, but \"" + QWEN
                        + "\" holds qwen.tiktoken");
        err.reset();
        assertThat(data(input, QWEN, "--tokenizer-type", "BertWordPieceCase")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("--tokenizer-type BertWordPieceCase cannot be had here");
    }

    @Test
    void tellsItsProgressInOneGrammar() {
        data(SAMPLE.resolve("a.jsonl"), QWEN);

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(
                        line -> line.matches(
                                " data: 300 documents \\| \\d+ tokens \\| \\d+ tokens/s \\| 100 % \\| \\d+ documents/s \\| ETA 00:00:00"))
                .anyMatch(
                        line -> line.matches("Processed 300 documents \\(\\d+\\.\\d docs/s, \\d+\\.\\d{3} MB/s\\)\\."));
        assertThat(err.size()).isZero();
    }

    @Test
    void leavesNothingBehindWhenTheInputIsBroken() throws IOException {
        Path input = Files.writeString(
                directory.resolve("a.jsonl"), "{\"text\": \"river\"}\n".repeat(20_000) + "{\"text\": \"riv");

        assertThat(data(input, QWEN)).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(input + ":20001 record 20001 is not complete: the file ends within it\n"
                        + "  try: download the file again, it is cut short\n");
        try (Stream<Path> files = Files.list(directory.resolve("out"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).containsExactly("a.lock");
        }
    }

    @Test
    void saysWhatToDoWhereItCannotWrite() throws IOException {
        Path input = Files.writeString(directory.resolve("a.txt"), "river\n");
        Files.writeString(directory.resolve("out"), "a file where the directory is to be");

        assertThat(data(input, QWEN)).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("cannot read or write: '" + directory.resolve("out"))
                .endsWith("\n  try: name a place that this user can write to with --output-prefix\n");
    }

    @Test
    void tellsAFullDiskFromWhatItCouldNotRead() {
        List<String> words = List.of("data", "--output-prefix", "/d/x", "--input", "/in");

        assertThat(WriteRemedy.of(words, new IOException("No space left on device")))
                .startsWith("free space");
        assertThat(WriteRemedy.of(words, new AccessDeniedException("/d/x.lock")))
                .startsWith("name a place");
        assertThat(WriteRemedy.of(words, new AccessDeniedException("/in"))).isEmpty();
    }

    @Test
    void refusesWrongWordsWithItsUsage() {
        assertUsage("there is no step \"dat\"", "dat");
        assertUsage("there is no option \"--inputs\"", "data", "--inputs", "x");
        assertUsage("--output-prefix is missing", "data", "--input", "x");
        assertUsage("\"x\" is no option", "data", "x");
        assertUsage(
                "--workers \"0\" is not a whole number from 1 on",
                "data",
                "--input",
                "x",
                "--output-prefix",
                "y",
                "--tokenizer-name-or-path",
                "z",
                "--workers",
                "0");
        assertUsage("--kind \"bpe\" is neither tiktoken nor sentencepiece", "tokenizer", "--kind", "bpe");
        assertUsage("usage: ");
    }

    private void assertUsage(String message, String... words) {
        err.reset();
        assertThat(main().run(words)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(message);
    }

    @Test
    void showsHelp() {
        assertThat(main().run("data", "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("usage: data --input FILE")
                .contains("--append-eod");
        assertThat(main().run("tokenizer", "--help")).isEqualTo(ExitCode.OK);
        assertThat(main().run("--help")).isEqualTo(ExitCode.OK);
    }

    private ExitCode data(Path input, String tokenizer, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "data",
                "--input",
                input.toString(),
                "--output-prefix",
                directory.resolve("out/a").toString()));
        words.addAll(List.of("--tokenizer-name-or-path", tokenizer));
        words.addAll(List.of(more));
        return main().run(words.toArray(String[]::new));
    }

    private Main main() {
        return new Main(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
