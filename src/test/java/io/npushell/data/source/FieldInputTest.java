package io.npushell.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void takesAnythingInAColumnThatWasNotAskedFor() throws IOException {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        String digits = "9".repeat(5_000);
        String name = "n".repeat(100_000);
        assertThat(read(
                        "a.jsonl",
                        "{\"x\": " + deep + ", \"y\": " + digits + ", \"z\": -1e-400, \"" + name
                                + "\": Infinity, \"\\udc00\": \"\\ud83d\", \"w\": null, \"text\": \"one\"}\n"))
                .containsExactly("one");
    }

    @Test
    void takesTheLastOfSeveralValuesAsPythonDoes() throws IOException {
        assertThat(read("a.jsonl", "{\"text\": 1, \"text\": [\"x\"], \"text\": \"two\"}\n"))
                .containsExactly("two");
        assertThatThrownBy(() -> read("b.jsonl", "{\"text\": \"one\", \"text\": {\"a\": [1]}}\n"))
                .hasMessageContaining("has an object in the column \"text\"");
    }

    @Test
    void namesNoSwitchesOfItsParser() {
        for (String record : List.of(
                "{\"text\": +1}",
                "{\"text\": 01}",
                "{\"text\": nan}",
                "{\"text\": \"a\tb\"}",
                "{\"text\": .5}",
                "{text: 1}")) {
            assertThatThrownBy(() -> read("a.jsonl", "{\"text\": \"one\"}\n" + record + "\n"))
                    .hasMessageContaining("a.jsonl:2 record 2 is no JSON: ")
                    .message()
                    .doesNotContain("Feature", "`");
        }
    }

    @Test
    void makesHalvesWithinTurnsReplacementCharactersToo() throws IOException {
        List<Column> chat = List.of(new Column("chat", Column.Kind.NESTED));
        Path nested =
                Files.writeString(directory.resolve("a.jsonl"), "{\"chat\": {\"turn_1\": {\"Human\": \"\\ud83d\"}}}");
        assertThat(read(nested, chat)).containsExactly("{\"turn_1\":{\"Human\":\"\uFFFD\"}}");
    }

    @Test
    void readsTextThatOpensWithABrace() throws IOException {
        assertThat(read("a.txt", "{\"a\": 1} is how JSON looks\nb\n"))
                .containsExactly("{\"a\": 1} is how JSON looks", "b");
        assertThat(read("b", "{\"quoted\" and more}\nb\n")).containsExactly("{\"quoted\" and more}", "b");
        assertThat(read("c.txt", "{\"text\": \"one\"}\n{\"text\": \"two\"}\n")).containsExactly("one", "two");
        assertThat(read("d.txt", "{\"text\": \"" + "x".repeat(100_000) + "\"}\n"))
                .hasSize(1);
        assertThatThrownBy(() -> read("e.txt", "{\"body\": \"one\"}\n{\"body\": \"two\"}\n"))
                .hasMessageContaining("it has [body]");
        assertThatThrownBy(() -> read("f.txt", "{\"text\": \"cut\n{\"text\": \"two\"}\n"))
                .hasMessageContaining("is no JSON");
    }

    @Test
    void readsCellsBetweenSemicolonsAndTabulators() throws IOException {
        List<String> two = List.of("a, b", "c");
        assertThat(read("a.csv", "\uFEFFid;text\r\n1;\"a, b\"\r\n2;c\r\n")).isEqualTo(two);
        assertThat(read("b.tsv", "id\ttext\n1\ta, b\n\n2\tc\n")).isEqualTo(two);
        assertThat(read("c", "id\ttext\n1\ta, b\n2\tc\n")).isEqualTo(two);
        assertThat(read("d.tsv", "id,text\n1,\"a, b\"\n2,c\n")).isEqualTo(two);
        assertThat(read("e.csv", "text\n\"a, b\"\nc\n")).isEqualTo(two);
        assertThat(read("f.csv", "Text,text\nA,\"a, b\"\nB,c\n")).isEqualTo(two);
        assertThatThrownBy(() -> read("g.csv", "id;Text\n1;a\n"))
                .hasMessageContaining("has no column \"text\"; it has [id, Text]")
                .extracting(e -> ((OperatorException) e).remedy())
                .isEqualTo("--json-keys Text: upper and lower case are told apart");
        assertThatThrownBy(() -> read("h.tsv", "id\ttext\n1\n"))
                .extracting(e -> ((OperatorException) e).remedy())
                .isEqualTo("quote cells that hold tabulators, quotes or line breaks");
    }

    @Test
    void readsWhatIsPackedWhateverItsName() throws IOException {
        assertThat(read(gzip("wiki_00.gz", "one\n\ntwo\n"))).containsExactly("one", "two");
        assertThat(read(gzip("wiki_01", "{\"text\": \"one\"}\n"))).containsExactly("one");
        assertThat(read(gzip("a.tsv.gz", "id\ttext\n1\tone\n"))).containsExactly("one");
        Path tar = gzip("a.tar.gz", "a.txt" + "\0".repeat(252) + "ustar\0");
        assertThatThrownBy(() -> read(tar)).hasMessageContaining("is a tar archive");
        assertThat(DocumentInput.of(tar).problem().sentence()).isEqualTo("it is a tar archive");
        Path cut = Files.write(directory.resolve("cut.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        assertThat(DocumentInput.of(cut).problem().sentence())
                .isEqualTo("it is damaged or cut short: it ends too soon");
    }

    @Test
    void namesTheLineOfAHole() throws IOException {
        assertThatThrownBy(() -> read("a.jsonl", "{\"text\": \"one\"}\n{\"te\0\0\0\0\n"))
                .hasMessageContaining("a.jsonl:2 holds NUL bytes");
        String far = "{\"text\": \"one\"}\n".repeat(10_000);
        assertThatThrownBy(() -> read("b.jsonl", far + "{\0\0\n"))
                .hasMessageContaining("b.jsonl:10001 record 10001 holds NUL bytes");
        String prose = "one two\n".repeat(20_000);
        assertThatThrownBy(() -> read("d.txt", prose + "\0\0\n"))
                .hasMessageContaining("d.txt:20001 record 20001 holds NUL");
        assertThatThrownBy(() -> read("e.csv", "id,text\n" + "1,a\n".repeat(40_000) + "\0\0,b\n"))
                .hasMessageContaining("e.csv:40002 record 40001 holds NUL");
        assertThatThrownBy(() -> read("f.jsonl", "\0\0\0\0{\"text\": \"one\"}\n"))
                .hasMessageContaining("f.jsonl:1 holds NUL");
        assertThatThrownBy(() -> read("g.txt", "\0".repeat(70_000)))
                .hasMessageContaining("g.txt:1 holds nothing but NUL bytes");
        assertThat(read("h.jsonl", "{\"text\": \"a\\u0000b\"}\n")).containsExactly("a\0b");
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

    @Test
    void saysOnTheWayWhichLineIsWrong() throws IOException {
        Path hole = Files.writeString(directory.resolve("hole.jsonl"), "{\"text\": \"one\"}\n{\"te\0\0\n");
        assertThat(DocumentInput.of(hole).problem().sentence()).startsWith("line 2 of it holds NUL bytes");
    }

    @Test
    void saysWhatASavedDatasetOfSeveralPartsIs() throws IOException {
        Path saved = Files.createDirectories(directory.resolve("it's/tales"));
        Files.writeString(saved.resolve("dataset_dict.json"), "{\"splits\": [\"test\", \"train\"]}");
        assertThat(remedy(saved))
                .startsWith(
                        "python3 -c 'import sys; from datasets import load_from_disk; d = load_from_disk(sys.argv[1]); d[\"test\"].to_parquet")
                .contains("/it'\\''s/tales' data.parquet");
        Path cache = Files.createDirectories(directory.resolve("cache"));
        Files.writeString(cache.resolve("dataset_info.json"), "{}");
        Files.writeString(cache.resolve("x-train.arrow"), "");
        assertThat(remedy(cache)).contains("Dataset.from_file");
        Path hub = Files.createDirectories(directory.resolve("hub/data")).getParent();
        for (String name : List.of("dataset_infos.json", "README.md", "LICENSE")) {
            Files.writeString(hub.resolve(name), "{}");
        }
        assertThat(remedy(hub)).isEqualTo("name one of its directories: data");
    }

    private static String remedy(Path input) {
        try {
            DocumentInput.of(input);
            return "";
        } catch (OperatorException e) {
            return String.valueOf(e.remedy());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsADirectoryOfNamesWithoutEndings() throws IOException {
        Path wiki = Files.createDirectories(directory.resolve("AA"));
        Files.writeString(wiki.resolve("wiki_00"), "one\n");
        Files.writeString(wiki.resolve("wiki_01"), "two\n");
        Files.writeString(wiki.resolve("_SUCCESS"), "");
        Files.writeString(wiki.resolve("README.md"), "no\n");
        DocumentInput input = DocumentInput.of(wiki);
        List<String> texts = new ArrayList<>();
        input.forEach(TEXT, values -> texts.add(values.get(0)));
        assertThat(texts).containsExactly("one", "two");
        assertThat(input.others()).isEqualTo(2);

        Path packed = Files.createDirectories(directory.resolve("packed"));
        Files.write(packed.resolve("a.jsonl.zst"), new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0});
        assertThatThrownBy(() -> DocumentInput.of(packed))
                .hasMessageContaining("a.jsonl.zst:1 is compressed with zstd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "504152450000            | is an encrypted Parquet file      | without encryption",
                "4152524f57310000        | is an Arrow file                  | open_file(pa.memory_map(sys.argv[1]))",
                "fffffffff000000010000000 | is an Arrow stream               | open_stream(pa.memory_map(sys.argv[1]))",
                "464541310000            | is a Feather file                 | read_feather",
                "4f52430a0b              | is an ORC file                    | read_orc",
                "4f626a0104              | is an Avro file                   | jsonl",
                "04224d1864              | is compressed with lz4            | lz4 -dc",
                "425a683917724538509000  | is compressed with bzip2          | bzip2 -dc",
                "377abcaf271c0004        | is a 7-Zip archive                | 7z x",
                "526172211a0700          | is a RAR archive                  | unrar",
                "53514c69746520666f726d6174203300 | is an SQLite database    | sqlite3",
                "894844460d0a1a0a00      | is an HDF5 file                   | Parquet",
                "934e554d505901          | is a NumPy array                  | jsonl",
                "80049500                | is a Python pickle                | json.dump",
                "255044462d312e37        | is a PDF document                 | pdftotext",
                "d0cf11e0a1b11ae1        | is a file of an old Office program | CSV",
                "4d4d49444944580000      | is the index of a prepared dataset | dataset-path",
                "504b0304776f72642f      | is a document of an Office program | text",
                "504b0304786c2f          | is an Excel workbook              | CSV",
                "504b030461              | is a ZIP archive                  | unzip",
                "504b0506                | is a ZIP archive                  | unzip",
                "fffe0000                | is UTF-32, not UTF-8              | iconv -f UTF-32",
                "fffe6100                | is UTF-16, not UTF-8              | iconv -f UTF-16 ",
                "7b0022006100004e        | is UTF-16, not UTF-8              | iconv -f UTF-16LE",
                "007b002200614e00        | is UTF-16, not UTF-8              | iconv -f UTF-16BE",
            })
    void namesByContentWhatItCannotRead(String hex, String what, String remedy) throws IOException {
        for (String name : List.of("my data", "a.jsonl", "a.csv", "a.txt", "a.parquet")) {
            Path file = Files.write(directory.resolve(name), HexFormat.of().parseHex(hex));
            assertThatThrownBy(() -> read(file))
                    .hasMessageStartingWith(file + ":1 " + what)
                    .extracting(e -> ((OperatorException) e).remedy())
                    .asString()
                    .contains(name.equals("my data") ? remedy : remedy.replace("'my data'", name));
        }
    }

    @Test
    void saysWhichEncodingItMayBe() throws IOException {
        Path chinese = Files.write(directory.resolve("a.txt"), "一行\n".getBytes(Charset.forName("GB18030")));
        assertThatThrownBy(() -> read(chinese))
                .extracting(e -> ((OperatorException) e).remedy())
                .isEqualTo("convert the file, which may be GB18030: iconv -f GB18030 -t UTF-8 a.txt > utf8-a.txt");
        Path half = Files.write(
                directory.resolve("b.jsonl"),
                "{\"text\": \"a\u00ed\u00a0\u00bd\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(half))
                .hasMessage(half + ":1 is not UTF-8: half of a surrogate pair stands there by itself");
    }

    private List<String> read(String name, String content) throws IOException {
        return read(Files.writeString(directory.resolve(name), content, StandardCharsets.UTF_8));
    }

    private static List<String> read(Path path) throws IOException {
        return read(path, TEXT);
    }

    private static List<String> read(Path path, List<Column> columns) throws IOException {
        List<String> texts = new ArrayList<>();
        try (DocumentFile file = DocumentFile.open(path)) {
            file.forEach(columns, values -> texts.add(values.get(0)));
        }
        return texts;
    }

    private Path gzip(String name, String content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return Files.write(directory.resolve(name), packed.toByteArray());
    }
}
