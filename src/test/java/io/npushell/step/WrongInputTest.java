package io.npushell.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.data.IndexedDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that is not what it should be, through the whole data step: each mistake has its own sentence, with file, line and record. */
class WrongInputTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/modellink");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"train.parquet", "train.json", "train.jsonl", "train.csv", "train.txt"})
    void aPageSavedFromABlobLinkIsNoDataWhateverItIsCalled(String name) throws IOException {
        String page = "<!doctype html>\n<html class=\"\">\n<head><title>data/train.parquet</title></head>\n";

        refused(
                name,
                page,
                ":1 record 1 is a web page, not the data it should be",
                "download the raw file: \"resolve/main\" in its link instead of \"blob/main\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'text': 'a'}\\n | :1 record 1 ",
                "[{'text': 'a'},\\n{'text': 'b'}] | :1 record 1 ",
                "{\"text\": \"a\"}\\n{'text': 'b'}\\n | :2 record 2 ",
                "[{\"text\": \"a\"},\\n {\"text\": 'b'}] | :2 record 2 ",
            })
    void singleQuotesArePythonNotJson(String content, String place) throws IOException {
        refused(
                "a.json",
                content.replace("\\n", "\n"),
                place + " is written with single quotes, which is Python, not JSON",
                "write it with json.dump instead of str()");
    }

    @Test
    void aMissingColumnIsNamedWithTheOnesThereAre() throws IOException {
        String remedy = "choose one with --json-keys, or with --handler-name a handler that reads these";
        refused(
                "a.jsonl",
                "{\"text\": \"a\"}\n{\"body\": \"b\"}\n",
                ":2 record 2 has no column \"text\"; it has [body]",
                remedy);
        refused("a.csv", "id,body\n1,b\n", ":1 record 1 has no column \"text\"; it has [id, body]", remedy);
        refused(
                Files.copy(RECORDED.resolve("instructions.parquet"), directory.resolve("a.parquet")),
                ":1 record 1 has no column \"text\"; it has [instruction, input, output]",
                remedy);
        refused(
                Files.writeString(
                        directory.resolve("b.json"),
                        "[{\"instruction\": \"a\", \"input\": \"\", \"output\": \"b\"},\n{\"instruction\": \"a\", \"output\": \"b\"}]"),
                ":2 record 2 has no column \"input\"; it has [instruction, output]",
                "name the columns [instruction, input, output], which this handler reads, or choose with --handler-name one that reads these",
                "--handler-name",
                "GeneralInstructionHandler");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.json    | ''     | the file is empty",
                "a.txt     | ' \n ' | the file is empty",
                "a.parquet | ''     | the file is empty",
                "a.json    | []     | the file holds no records",
                "a.csv     | text   | there is only the row of column names",
            })
    void anEmptyFileHasNoFirstRecord(String name, String content, String reason) throws IOException {
        refused(name, content, ":1 record 1 is missing: " + reason, "");
    }

    @Test
    void theContentCountsNotTheEnding() throws IOException {
        // A CSV file is told by its first line, where the name says nothing.
        Map<String, String> names = Map.of(
                "instructions.parquet", "rows.json", "instructions.csv", "rows", "instructions.json", "rows.parquet");
        for (Map.Entry<String, String> name : names.entrySet()) {
            Path input = Files.copy(RECORDED.resolve(name.getKey()), directory.resolve(name.getValue()));

            assertThat(data(input, "--handler-name", "GeneralInstructionHandler"))
                    .as("%s: %s", input, err)
                    .isEqualTo(ExitCode.OK);

            assertThat(IndexedDataset.inspect(directory.resolve("out/a")).tokens())
                    .isEqualTo(1605);
        }
    }

    private void refused(String name, String content, String message, String remedy) throws IOException {
        refused(Files.writeString(directory.resolve(name), content), message, remedy);
    }

    private void refused(Path input, String message, String remedy, String... more) throws IOException {
        err.reset();

        assertThat(data(input, more)).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith(input + message.replace("  ", " "))
                .contains("  try: " + remedy);
        try (Stream<Path> files = Files.list(directory.resolve("out"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).containsExactly("a.lock");
        }
    }

    private ExitCode data(Path input, String... more) {
        List<String> words = new ArrayList<>(
                List.of("data", "--input", input.toString(), "--tokenizer-name-or-path", "profiles/qwen-nano"));
        words.addAll(List.of("--output-prefix", directory.resolve("out/a").toString()));
        words.addAll(List.of(more));
        return new Main(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(words.toArray(String[]::new));
    }
}
