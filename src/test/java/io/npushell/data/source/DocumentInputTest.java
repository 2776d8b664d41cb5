package io.npushell.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DocumentInputTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/modellink");
    private static final List<Column> TEXT = List.of(Column.text("text"));
    private static final List<Column> INSTRUCTIONS = Column.texts(List.of("instruction", "input", "output"));

    @TempDir
    Path directory;

    @Test
    void readsTheSameRecordsFromEachFormat() throws IOException {
        List<List<String>> json = read(RECORDED.resolve("instructions.json"), INSTRUCTIONS);

        assertThat(json).hasSize(9);
        assertThat(read(RECORDED.resolve("instructions.parquet"), INSTRUCTIONS)).isEqualTo(json);
        assertThat(read(RECORDED.resolve("instructions.csv"), INSTRUCTIONS)).isEqualTo(json);
    }

    @Test
    void tellsFormatsByContentNotByName() throws IOException {
        List<List<String>> json = read(RECORDED.resolve("instructions.json"), INSTRUCTIONS);
        for (String name : List.of("instructions.parquet", "instructions.csv")) {
            Path nameless = Files.copy(RECORDED.resolve(name), directory.resolve(name.replace('.', '-')));
            assertThat(read(nameless, INSTRUCTIONS)).as(name).isEqualTo(json);
        }
        Path parquet = Files.copy(RECORDED.resolve("instructions.parquet"), directory.resolve("a.json"));
        assertThat(read(parquet, INSTRUCTIONS)).isEqualTo(json);
    }

    @Test
    void readsWhatIsPackedByGzip() throws IOException {
        byte[] lines = "{\"text\": \"one\"}\n{\"text\": \"zwei\"}\n".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(directory.resolve("a.jsonl.gz"), gzip(lines));

        assertThat(read(file, TEXT)).containsExactly(List.of("one"), List.of("zwei"));

        byte[] whole = gzip("{\"text\": \"one\"}\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> read(file, TEXT)).hasMessageStartingWith(file + " is damaged or cut short: ");
    }

    @Test
    void readsTheEndingMostFilesOfADirectoryHaveInTheOrderOfTheirNames() throws IOException {
        Files.writeString(directory.resolve("b.txt"), "two\n");
        Files.writeString(directory.resolve("a.txt"), "one\n");
        Files.writeString(directory.resolve("c.txt.gz"), "three\n");
        Files.writeString(directory.resolve("a.jsonl"), "{\"text\": \"no\"}\n");
        Files.writeString(directory.resolve("README.md"), "no\n");
        Files.writeString(directory.resolve("x.md"), "no\n");
        Files.writeString(directory.resolve("y.md"), "no\n");
        Files.writeString(directory.resolve("z.md"), "no\n");
        Files.writeString(directory.resolve(".hidden.txt"), "no\n");

        assertThat(read(directory, TEXT)).containsExactly(List.of("one"), List.of("two"), List.of("three"));
        assertThat(DocumentInput.of(directory).others()).isEqualTo(5);
    }

    @Test
    void refusesADirectoryOfNothing() throws IOException {
        Files.writeString(directory.resolve("README.md"), "no\n");

        assertThatThrownBy(() -> DocumentInput.of(directory))
                .hasMessage("the directory \"" + directory
                        + "\" holds no file that ends in parquet, csv, tsv, json, jsonl, txt");
    }

    @Test
    void namesRecordAndColumnOfACsvFile() throws IOException {
        assertRefused("a.csv", "id,text\n1,a\n2\n", ":3 record 2 has 1 cells, but there are 2 columns");
        assertRefused("a.csv", "id,body\n1,a\n", ":1 record 1 has no column \"text\"; it has [id, body]");
        assertRefused("a.csv", "id,text\n", ":1 record 1 is missing: there is only the row of column names");
        assertRefused("a.csv", "id,text\n1,\"a\n", ":");
    }

    @Test
    void readsQuotesCommasAndLineBreaksInCells() throws IOException {
        Path file = Files.writeString(
                directory.resolve("a.csv"), "\uFEFFid,text\r\n1,\"a, \"\"b\"\"\nc\"\r\n\r\n2,\r\n3,é\r\n");

        assertThat(read(file, TEXT)).containsExactly(List.of("a, \"b\"\nc"), List.of(""), List.of("é"));
    }

    @Test
    void namesColumnsAndTypesOfAParquetFile() {
        Path file = RECORDED.resolve("instructions.parquet");

        assertThatThrownBy(() -> read(file, TEXT))
                .hasMessage(file + ":1 record 1 has no column \"text\"; it has [instruction, input, output]");
    }

    @Test
    void takesNullOnlyWhereAColumnMayBeNull() throws IOException {
        Path file = Files.writeString(directory.resolve("a.jsonl"), "{\"text\": \"a\", \"input\": null}\n");

        assertThat(read(file, List.of(new Column("input", Column.Kind.NULLABLE))))
                .containsExactly(List.of(""));
        assertThat(read(file, List.of(new Column("other", Column.Kind.OPTIONAL))))
                .containsExactly(List.of(""));
        assertThatThrownBy(() -> read(file, List.of(Column.text("input"))))
                .hasMessage(file + ":1 record 1 has a null in the column \"input\" instead of text");
        assertThatThrownBy(() -> read(file, List.of(new Column("other", Column.Kind.NULLABLE))))
                .hasMessage(file + ":1 record 1 has no column \"other\"; it has [text, input]");
    }

    @Test
    void survivesDamagedFiles() throws IOException {
        Random random = new Random(7);
        for (String name : List.of("instructions.parquet", "instructions.csv", "moss.jsonl")) {
            byte[] whole = Files.readAllBytes(RECORDED.resolve(name));
            for (int i = 0; i < 40; i++) {
                byte[] damaged = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
                for (int k = 0; k < i % 5 && damaged.length > 0; k++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                Path file = Files.write(directory.resolve(name), damaged);
                try {
                    read(
                            file,
                            name.startsWith("moss") ? List.of(new Column("chat", Column.Kind.NESTED)) : INSTRUCTIONS);
                } catch (OperatorException e) {
                    assertThat(e).hasMessageContaining(file.toString());
                }
            }
        }
    }

    private void assertRefused(String name, String content, String message) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);

        assertThatThrownBy(() -> read(file, TEXT))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith(file + message);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static List<List<String>> read(Path input, List<Column> columns) throws IOException {
        List<List<String>> records = new ArrayList<>();
        DocumentInput.of(input).forEach(columns, records::add);
        return records;
    }

    @Test
    void takesTheNameOfAParquetFileAsItIs() throws IOException {
        // DuckDB reads * ? and [] in names as patterns, and NAME=VALUE directories as columns.
        Path odd = Files.createDirectories(directory.resolve("text=x"));
        for (String name : List.of("a*b[1]?.parquet", "aXb1c.parquet", "aYb1c.parquet")) {
            Files.copy(RECORDED.resolve("instructions.parquet"), odd.resolve(name));
        }

        assertThat(read(odd.resolve("a*b[1]?.parquet"), List.of(Column.text("output"))))
                .hasSize(9);
    }
}
