package io.npushell.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.params.ParameterCatalog;
import io.npushell.plan.engine.Engines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileCheckTest {
    private static final String GOOD = """
            name: mine
            title: Mine
            engine: ascend
            model-type: 7B
            directory: Mine
            shape:
              layers: 4
              hidden: 64
              heads: 4
              kv-groups: 2
              ffn: 128
              vocabulary: 100
              padded-vocabulary: 128
              max-positions: 256
              rotary-fraction: 0.5
              rotary-base: 10000
              norm-epsilon: 1e-6
            script: scripts/mine.sh
            variables:
              tp: TP
              mbs: MBS
            environment: [". /env.sh"]
            recommendations:
              - run-types: [sft]
                nodes: [1, 2]
                settings: {tp: 2, lr: 1e-5}
                note: mine
            tokenizer-files: [qwen.tiktoken]
            weight-files: ["*.safetensors"]
            vocabulary-divisor: 1
            devices-per-node: 8
            sources: {model: Mine/Mine-7B, pretrain: "https://example.org/a.parquet"}
            """;

    @TempDir
    Path directory;

    @Test
    void findsNothingInAGoodFile() throws IOException {
        assertThat(problems(GOOD)).isEmpty();
    }

    @Test
    void acceptsWindowsLineEnds() throws IOException {
        assertThat(problems(GOOD.replace("\n", "\r\n"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name: mine | name: other | 1:7: name must be 'mine', as the file is called, not 'other'",
                "engine: ascend | engine: cuda | 3:9: engine must be ascend or embedded, not 'cuda'",
                "engine: ascend | engine: | 3:8: engine must be ascend or embedded, not nothing",
                "title: Mine | tittle: Mine | 1:1: the key 'title' is missing"
                        + "; 2:1: unknown key 'tittle'; did you mean title?",
                "title: Mine | name: mine | 1:1: the key 'title' is missing"
                        + "; 2:1: the key 'name' stands twice, first on line 1",
                "directory: Mine | directory: a/b | 5:12: directory must be the name of a directory, without '/', not 'a/b'",
                "layers: 4 | layers: 0 | 7:11: layers must be a whole number from 1 to 10000, not '0'",
                "layers: 4 | layers: [4] | 7:11: layers must be a whole number from 1 to 10000, not a list",
                "layers: 4 | layers: 4_0 | 7:11: layers must be a whole number from 1 to 10000, not '4_0'",
                "heads: 4 | heads: 5 | 9:10: heads 5 do not divide hidden 64",
                "kv-groups: 2 | kv-groups: 3 | 10:14: kv-groups 3 do not divide heads 4",
                "padded-vocabulary: 128 | padded-vocabulary: 64 | 13:22: padded-vocabulary 64 is less than vocabulary 100",
                "rotary-fraction: 0.5 | rotary-fraction: 0.3 |"
                        + " 15:20: rotary-fraction 0.3 of a head of 16 is not an even number of values",
                "rotary-fraction: 0.5 | rotary-fraction: half | 15:20: rotary-fraction must be above 0 and at most 1, not 'half'",
                "script: scripts/mine.sh | script: ../mine.sh |"
                        + " 18:9: script must be a path below the code directory, such as scripts/qwen/qwen.sh, not '../mine.sh'",
                "tp: TP | tq: TP | 20:3: unknown parameter 'tq'; did you mean tp?",
                "tp: TP | TP: TP | 20:3: write 'tp' for 'TP'",
                "tp: TP | epochs: EPOCHS | 20:3: epochs is for npu-shell's own use; no script reads it",
                "tp: TP | tp: MBS | 21:8: MBS cannot carry both tp and mbs",
                "tp: TP | tp: t p | 20:7: a variable must be capitals, digits and _, such as TRAIN_ITERS, not 't p'",
                "run-types: [sft] | run-types: [train] |"
                        + " 24:17: each of run-types must be pretrain, retrain, sft or lora, not 'train'",
                "nodes: [1, 2] | nodes: [1, two] | 25:16: each of nodes must be a whole number from 1 to 4096, not 'two'",
                "nodes: [1, 2] | nodes: 1 | 25:12: nodes must be a list, not '1'",
                "settings: {tp: 2, | settings: {tp: 100, | 26:20: tp must be a whole number from 1 to 64, not '100'",
                "settings: {tp: 2, | settings: {seq-len: 512, | 24:5: recommends seq-len 512, but max-positions is 256",
                "settings: {tp: 2, | settings: {model-type: 7B, | 26:16: model-type has a key of its own, outside settings",
                "settings: {tp: 2, lr: 1e-5} | comment: none | 24:5: the key 'settings' is missing; 26:5: unknown key 'comment'",
                "tokenizer-files: [qwen.tiktoken] | tokenizer-files: [a/b] | 28:19: each of tokenizer-files must be a file name, not 'a/b'",
                "model: Mine/Mine-7B | model: https://example.org |"
                        + " 32:18: model must be a repository of Hugging Face, such as Qwen/Qwen-14B-Chat, not 'https://example.org'",
                "https://example.org/a.parquet | a.parquet | 32:42: pretrain must be a link that begins with https://, not 'a.parquet'",
                "model: Mine/Mine-7B | weights: Mine/Mine-7B | 32:11: sources are model, pretrain, finetune, not 'weights'",
            })
    void saysWhatIsWrongAndWhere(String good, String bad, String found) throws IOException {
        assertThat(GOOD).contains(good);

        assertThat(String.join("; ", problems(GOOD.replace(good, bad)))).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "shape: | shape: : | 6:6: is not valid YAML: mapping values are not allowed here",
                "nodes: [1, 2] | nodes: [1, 2 | 26:13: is not valid YAML: while parsing a flow sequence: expected ',' or ']', but got :",
                "title: Mine | title: &a Mine\\ndirectory: *a | 3:12: aliases (*a) are not allowed here; write the value again",
                "devices-per-node: 8 | devices-per-node: 8\\n---\\nname: b | 33:1: a second document begins here; a file holds one",
            })
    void tellsSyntaxErrorsWithTheirPlace(String good, String bad, String found) throws IOException {
        assertThat(problems(GOOD.replace(good, bad.replace("\\n", "\n")))).containsExactly(found);
    }

    @Test
    void tellsEverythingAtOnceInTheOrderOfTheFile() throws IOException {
        List<String> problems =
                problems(GOOD.replace("layers: 4", "layers: x").replace("tp: TP", "tx: TP") + "extra: 1\n");

        assertThat(problems).hasSize(3);
        assertThat(problems.get(0)).startsWith("7:11");
        assertThat(problems.get(1)).startsWith("20:3");
        assertThat(problems.get(2)).startsWith("33:1");
    }

    @Test
    void refusesAYamlBombWithoutExpandingIt() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(problems(bomb.toString()))
                .containsExactly("2:10: aliases (*a0) are not allowed here; write the value again");
    }

    @Test
    void refusesDeepNesting() throws IOException {
        assertThat(problems("a: " + "[".repeat(100_000)))
                .singleElement()
                .asString()
                .contains("is nested more than 16 deep");
    }

    @Test
    void refusesALargeFile() throws IOException {
        assertThat(problems("# " + "x".repeat(10 * 1024 * 1024)))
                .containsExactly("is larger than 256 KiB, which no profile or preset is");
    }

    @Test
    void refusesABinaryFile() throws IOException {
        assertThat(problems(new byte[] {'P', 'K', 3, 4, 0, 0}))
                .containsExactly("1: is not a text file: it holds the byte 0x03");
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws IOException {
        assertThat(problems("title: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly("is not written in UTF-8");
    }

    @Test
    void refusesAnEmptyFileAListAndAMissingOne() throws IOException {
        assertThat(problems("")).containsExactly("1:1: is empty");
        assertThat(problems("# nothing\n")).containsExactly("1:1: is empty");
        assertThat(problems("- a\n")).containsExactly("1:1: the file must be a group of keys, not a list");
        assertThat(check(directory.resolve("none.yaml"))).containsExactly("does not exist");
        assertThat(check(directory)).containsExactly("is a directory, not a file");
    }

    private List<String> problems(String text) throws IOException {
        return problems(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> problems(byte[] bytes) throws IOException {
        return check(Files.write(directory.resolve("mine.yaml"), bytes));
    }

    /** What follows the file's name. */
    private List<String> check(Path file) {
        ProfileStore store = new ProfileStore(
                directory,
                directory,
                ParameterCatalog.standard(),
                Engines.standard().all());
        return store.check(file).stream()
                .map(problem -> problem.toString()
                        .substring(file.toString().length() + 1)
                        .strip())
                .toList();
    }
}
