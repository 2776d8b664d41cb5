package io.npushell.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs after public bug reports. */
class FieldInputTest {
    private static final List<Column> TEXT = List.of(Column.text("text"));

    @TempDir
    Path directory;

    @Test
    void takesNumbersThatAreNoneInAColumnThatWasNotAskedFor() throws IOException {
        assertThat(read("a.jsonl", "{\"text\": \"one\", \"score\": NaN}\n{\"score\": -Infinity, \"text\": \"two\"}\n"))
                .containsExactly("one", "two");
        assertThatThrownBy(() -> read("b.jsonl", "{\"text\": NaN}\n"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("b.jsonl:1 record 1 has a number in the column \"text\" instead of text");
    }

    @Test
    void makesHalfASurrogatePairTheReplacementCharacter() throws IOException {
        assertThat(read("a.jsonl", "{\"text\": \"a\\ud83d b\\ude00 \\ud83d\\ude00\"}\n"))
                .containsExactly("a\uFFFD b\uFFFD \uD83D\uDE00");
    }

    @Test
    void namesTheLineOfAHole() {
        assertThatThrownBy(() -> read("a.jsonl", "{\"text\": \"one\"}\n{\"te\0\0\0\0\n"))
                .hasMessageContaining("a.jsonl:2 holds NUL bytes");
        String far = "{\"text\": \"one\"}\n".repeat(10_000);
        assertThatThrownBy(() -> read("b.jsonl", far + "{\0\0\n"))
                .hasMessageContaining("b.jsonl:10001 record 10001 holds NUL bytes");
        assertThatThrownBy(() -> read("c.bin", "\u0001\u0002\0\0")).hasMessageContaining("is a binary file");
    }

    @Test
    void looksAtANameWithoutEndingAsText() throws IOException {
        Path file = Files.writeString(directory.resolve("wiki_00"), "one, two\nthree\n");
        try (DocumentFile looked = DocumentFile.open(file)) {
            looked.look();
        }
        assertThat(read("wiki_01", "one, two\nthree\n")).containsExactly("one, two", "three");
    }

    @Test
    void namesASavedDatasetAndPackers() throws IOException {
        Path saved = Files.createDirectory(directory.resolve("tales"));
        Files.writeString(saved.resolve("dataset_info.json"), "{}");
        Files.writeString(saved.resolve("state.json"), "{}");
        assertThatThrownBy(() -> DocumentInput.of(saved))
                .hasMessageContaining("is a saved Hugging Face dataset")
                .extracting(e -> ((OperatorException) e).remedy())
                .asString()
                .contains("to_parquet");
        Path xz = Files.write(directory.resolve("a.xz"), new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0});
        assertThatThrownBy(() -> read(xz)).hasMessageContaining("compressed with xz");
        Path bzip2 = Files.write(
                directory.resolve("a.bz2"), new byte[] {'B', 'Z', 'h', '9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0, 0});
        assertThatThrownBy(() -> read(bzip2)).hasMessageContaining("compressed with bzip2");
    }

    private List<String> read(String name, String content) throws IOException {
        return read(Files.writeString(directory.resolve(name), content, StandardCharsets.UTF_8));
    }

    private static List<String> read(Path path) throws IOException {
        List<String> texts = new ArrayList<>();
        try (DocumentFile file = DocumentFile.open(path)) {
            file.forEach(TEXT, values -> texts.add(values.get(0)));
        }
        return texts;
    }
}
