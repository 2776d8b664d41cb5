package io.npushell.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns as other programs write them. */
class ParquetColumnsTest {
    private static final List<Column> TEXT = List.of(Column.text("text"));
    private static final Column INPUT = new Column("input", Column.Kind.NULLABLE);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("a.parquet");
    }

    @Test
    void takesAColumnInWhichNothingIsForNull() throws IOException {
        List<Column> asked = List.of(Column.text("instruction"), INPUT);
        SmallParquet instructions = new SmallParquet().text("instruction", "a", "b");
        assertThat(read(instructions.untyped("input", 2).write(file), asked))
                .containsExactly(List.of("a", ""), List.of("b", ""));
        SmallParquet numbers = new SmallParquet().text("instruction", "a", "b");
        assertThat(read(numbers.noNumbers("input", 2).write(file), asked))
                .containsExactly(List.of("a", ""), List.of("b", ""));
    }

    @Test
    void refusesNothingAndNumbersWhereTextMustBe() throws IOException {
        new SmallParquet().untyped("text", 2).write(file);
        assertThatThrownBy(() -> read(file, TEXT))
                .hasMessage(file + ":1 record 1 has a null in the column \"text\" instead of text");
        new SmallParquet().number("input", 3, 4).write(file);
        assertThatThrownBy(() -> read(file, List.of(INPUT)))
                .hasMessage(file + ":1 record 1 has an INTEGER value in the column \"input\" instead of text");
    }

    @Test
    void tellsColumnsApartByCase() throws IOException {
        new SmallParquet()
                .text("Text", "upper")
                .text("text", "lower")
                .text("text_1", "first")
                .text("TEXT", "all")
                .write(file);

        Map.of("Text", "upper", "text", "lower", "text_1", "first", "TEXT", "all")
                .forEach((name, text) -> assertThat(read(file, List.of(Column.text(name))))
                        .as(name)
                        .containsExactly(List.of(text)));
        new SmallParquet().text("Text", "upper").text("Output", "o").write(file);
        assertThatThrownBy(() -> read(file, TEXT))
                .hasMessage(file + ":1 record 1 has no column \"text\"; it has [Text, Output]")
                .extracting(e -> ((OperatorException) e).remedy())
                .isEqualTo("--json-keys Text: upper and lower case are told apart");
        assertThatThrownBy(() -> read(file, List.of(Column.text("output"), INPUT)))
                .extracting(e -> ((OperatorException) e).remedy())
                .isEqualTo("rename the column \"Output\" to \"output\"");
    }

    @Test
    void refusesToChooseBetweenTwoColumnsOfOneName() throws IOException {
        new SmallParquet()
                .text("text", "one")
                .text("text", "two")
                .text("b", "three")
                .write(file);

        assertThatThrownBy(() -> read(file, TEXT)).hasMessage(file + ":1 record 1 has 2 columns \"text\"");
        assertThat(read(file, List.of(Column.text("b")))).containsExactly(List.of("three"));
    }

    @Test
    void takesAnythingInAColumnThatWasNotAskedFor() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT {'a': 1, 'text': [1, 2]} AS nested, MAP {'k': 'v'} AS map, [[1]] AS lists, "
                    + "DATE '2024-01-01' AS day, TIMESTAMPTZ '2024-01-01 00:00:00+00' AS at, INTERVAL 1 DAY AS span, uuid() AS id, "
                    + "1.5::DECIMAL(30, 10) AS price, 'x'::BLOB AS bytes, true AS flag, 'NaN'::DOUBLE AS score, "
                    + "'one' AS text, {'text': 'inner'} AS last) TO '" + file + "' (FORMAT parquet)");
        }

        assertThat(read(file, TEXT)).containsExactly(List.of("one"));
        assertThatThrownBy(() -> read(file, List.of(Column.text("score")))).hasMessageContaining("DOUBLE value");
    }

    @Test
    void readsTextThatAnOldWriterDidNotMark() throws IOException {
        new SmallParquet().bare("text", "one", "二").write(file);
        assertThat(read(file, TEXT)).containsExactly(List.of("one"), List.of("二"));
    }

    @Test
    void namesBytesThatAreNoTextAndWhatItCannotUnpack() throws IOException {
        new SmallParquet().text("text", "cut \u00e9 here", "b").write(file);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = bytes[at] == (byte) 0xc3 ? (byte) 0xff : bytes[at];
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> read(file, TEXT))
                .hasMessageContaining("is not UTF-8")
                .extracting(e -> ((OperatorException) e).remedy())
                .asString()
                .doesNotContain("download");

        new SmallParquet().text("text", "one").codec(3).write(file);
        assertThatThrownBy(() -> read(file, TEXT))
                .hasMessageContaining("codec \"LZO\"")
                .extracting(e -> ((OperatorException) e).remedy())
                .asString()
                .doesNotContain("download");

        Files.writeString(file, "PAR1 and no end");
        assertThatThrownBy(() -> read(file, TEXT)).hasMessageContaining("No magic bytes found at end of file");
    }

    private static List<List<String>> read(Path input, List<Column> columns) {
        List<List<String>> records = new ArrayList<>();
        try (DocumentFile document = DocumentFile.open(input)) {
            document.forEach(columns, records::add);
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
