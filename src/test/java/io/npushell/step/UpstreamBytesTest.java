package io.npushell.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Byte for byte what ModelLink's own handlers wrote; see the README beside the files. */
class UpstreamBytesTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/modellink");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "general, instructions.json, GeneralInstructionHandler",
        "general-eod, instructions.json, GeneralInstructionHandler --append-eod --seq-length 180",
        "belle, belle.jsonl, BelleMultiTurnInstructionHandler",
        "moss, moss.jsonl, MOSSInstructionHandler --append-eod",
        "moss-baichuan, moss.jsonl, MOSSMultiTurnHandler",
        "pretrain, instructions.json, AlpacaPretrainHandler --append-eod",
        "general, instructions.parquet, GeneralInstructionHandler",
        "general, instructions.csv, GeneralInstructionHandler"
    })
    void writesWhatUpstreamWrites(String name, String input, String handler) throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> words = new ArrayList<>(List.of(
                "data",
                "--input",
                RECORDED.resolve(input).toString(),
                "--output-prefix",
                directory.resolve(name).toString()));
        words.addAll(List.of("--tokenizer-name-or-path", "profiles/qwen-nano", "--tokenizer-type", "PretrainedFromHF"));
        words.add("--handler-name");
        words.addAll(List.of(handler.split(" ")));

        ExitCode code = new Main(
                        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(words.toArray(String[]::new));

        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
        for (Path expected : recorded(name)) {
            assertThat(directory.resolve(expected.getFileName())).hasSameBinaryContentAs(expected);
        }
    }

    private static List<Path> recorded(String name) throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            List<Path> found = files.filter(file -> String.valueOf(file.getFileName())
                            .matches(name + "_(text|packed_\\w+)_document\\.(bin|idx)"))
                    .toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(2);
            return found;
        }
    }
}
