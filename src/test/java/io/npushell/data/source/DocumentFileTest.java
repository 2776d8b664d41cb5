package io.npushell.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentFileTest {
    @TempDir
    Path directory;

    @Test
    void readsAnArrayObjectsAndLines() throws IOException {
        assertThat(texts("a.json", "[{\"text\": \"one\", \"n\": {\"text\": 1}}, {\"x\": [1], \"text\": \"two\"}]\n"))
                .containsExactly("one", "two");
        assertThat(texts("a.jsonl", "{\"text\": \"one\"}\n\n{\"text\": \"\"}\n"))
                .containsExactly("one", "");
        assertThat(texts("a.txt", "one\r\n\n  two \nthree")).containsExactly("one", "  two ", "three");
    }

    @Test
    void looksAtTheContentNotOnlyAtTheName() throws IOException {
        assertThat(texts("a.txt", "{\"text\": \"one\"}\n")).containsExactly("one");
        assertThat(texts("a.json", "\uFEFF {\"text\": \"one\"}\n{\"text\": \"two\"}"))
                .containsExactly("one", "two");
        assertThat(texts("a.jsonl", "[\n{\"text\": \"one\"}\n]")).containsExactly("one");
        assertThat(texts("noname", "[INST] one\n{two}\n")).containsExactly("[INST] one", "{two}");
    }

    @Test
    void keepsTextsOfManyBytes() throws IOException {
        String text = "漢字 😀 é ".repeat(40_000);

        assertThat(texts("a.json", "[{\"text\": \"" + text + "\"}]")).containsExactly(text);
        assertThat(texts("a.txt", text)).containsExactly(text);
    }

    @Test
    void givesSeveralColumnsInTheOrderAskedFor() throws IOException {
        Path file = write("a.jsonl", "{\"a\": \"1\", \"b\": \"2\", \"c\": \"3\"}");
        List<List<String>> records = new ArrayList<>();

        try (DocumentFile documents = DocumentFile.open(file)) {
            documents.forEach(Column.texts(List.of("c", "a")), records::add);
        }

        assertThat(records).containsExactly(List.of("3", "1"));
    }

    @Test
    void hashesTheWholeFile() throws Exception {
        Path file = write("a.json", "[{\"text\": \"one\"}]\n\n   \n");
        try (DocumentFile documents = DocumentFile.open(file)) {
            documents.forEach(List.of(Column.text("text")), texts -> {});

            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            assertThat(documents.sha256()).isEqualTo(HexFormat.of().formatHex(hash));
            assertThat(documents.bytesRead()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void saysWhatIsWrongAndWhere() throws IOException {
        assertRefused("page.json", "<!DOCTYPE html>\n<html>", ":1 record 1 is a web page, not the data it should be");
        assertRefused("page.txt", "\n\n<html lang=en>", ":1 record 1 is a web page, not the data it should be");
        assertRefused(
                "lfs.json", "version https://git-lfs.github.com/spec/v1\n", ":1 is only a Git LFS pointer to the data");
        assertRefused("empty.txt", "", ":1 record 1 is missing: the file is empty");
        assertRefused("blank.jsonl", "\n \n", ":1 record 1 is missing: the file is empty");
        assertRefused("none.json", "[ ]", ":1 record 1 is missing: the file holds no records");
        assertRefused("plain.json", "hello there", ":1 is no JSON: it begins with \"hello there\"");
        assertRefused("zero.txt", "ab\0c", ":1 is a binary file, not text");
        assertRefused("a.parquet", "PAR1abc", " cannot be read as Parquet: ");
    }

    @Test
    void namesLineAndRecord() throws IOException {
        String one = "{\"text\": \"one\"}\n";
        assertRefused(
                "q.jsonl", "{'text': 'one'}\n", ":1 record 1 is written with single quotes, which is Python, not JSON");
        assertRefused(
                "q2.json",
                one + "{'text': 'one'}\n",
                ":2 record 2 is written with single quotes, which is Python, not JSON");
        assertRefused(
                "c.jsonl", one + "{\"a\": \"x\", \"b\": 1}\n", ":2 record 2 has no column \"text\"; it has [a, b]");
        assertRefused(
                "n.jsonl",
                one + one + "{\"text\": null}\n",
                ":3 record 3 has a null in the column \"text\" instead of text");
        assertRefused("s.json", "[{\"text\": \"one\"},\n\"two\"]", ":2 record 2 is a text, not an object");
        assertRefused(
                "e.json",
                "[{\"text\": \"one\"},\n{\"text\": \"tw",
                ":2 record 2 is not complete: the file ends within it");
        assertRefused("b.jsonl", one + "{\"text\" \"x\"}\n", ":2 record 2 is no JSON: Unexpected character");
    }

    @Test
    void findsTheLineThatIsNotUtf8() throws IOException {
        byte[] latin = "{\"text\": \"one\"}\n{\"text\": \"caf\u00e9 au lait\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(directory.resolve("latin.jsonl"), latin);

        assertThatThrownBy(read(file)).hasMessage(file + ":2 is not UTF-8: the byte 0xE9 does not belong there");

        Path cut = Files.write(directory.resolve("cut.txt"), new byte[] {'a', '\n', (byte) 0xe6, (byte) 0xbc});
        assertThatThrownBy(read(cut)).hasMessageStartingWith(cut + ":2 is not UTF-8");
    }

    @Test
    void saysThatThereIsNoFile() {
        Path file = directory.resolve("none.json");

        assertThatThrownBy(() -> DocumentFile.open(file))
                .hasMessage("there is no input file \"" + file + "\"")
                .extracting("exitCode")
                .isEqualTo(ExitCode.NOT_FOUND);
        assertThatThrownBy(() -> DocumentFile.open(directory)).hasMessageContaining("is not a file");
    }

    private void assertRefused(String name, String content, String message) throws IOException {
        Path file = write(name, content);

        assertThatThrownBy(read(file))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith(file + message)
                .extracting("remedy")
                .isNotNull();
    }

    private static ThrowingCallable read(Path file) {
        return () -> {
            try (DocumentFile documents = DocumentFile.open(file)) {
                documents.forEach(List.of(Column.text("text")), texts -> {});
            }
        };
    }

    private List<String> texts(String name, String content) throws IOException {
        List<String> texts = new ArrayList<>();
        try (DocumentFile documents = DocumentFile.open(write(name, content))) {
            documents.forEach(List.of(Column.text("text")), texts::addAll);
        }
        return texts;
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
