package io.npushell.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.data.DatasetFacts;
import io.npushell.data.IndexedDataset;
import io.npushell.data.handler.Handlers;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind;
import io.npushell.params.ParameterNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningStepTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/modellink");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void notesOneManifestForThePackedThreeAndReportsTheDroppedOnce() {
        assertThat(data("--handler-name", "GeneralInstruction", "--seq-length", "180", "--append-eod"))
                .as(err())
                .isEqualTo(ExitCode.OK);

        DatasetFacts facts = IndexedDataset.inspect(directory.resolve("a"));
        assertThat(facts.problem()).isNull();
        assertThat(facts.manifest())
                .containsEntry("handler", "GeneralInstructionHandler")
                .containsEntry("dropped", "2")
                .containsEntry("documents", "9")
                .containsEntry("preprocessor", "native");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce(" data: left out 2 documents of 180 tokens or more\n");
    }

    @Test
    void splitsLongDocumentsIntoPiecesThatUpstreamWouldTake() throws IOException {
        Path input = Files.writeString(directory.resolve("a.txt"), "abcdefghij klmno\nxy\n");
        assertThat(run(input, "--seq-length", "5", "--split-long")).as(err()).isEqualTo(ExitCode.OK);

        DatasetFacts facts = IndexedDataset.inspect(directory.resolve("a_text_document"));
        assertThat(facts.documents()).isEqualTo(2);
        assertThat(facts.sequences()).isGreaterThan(2);
        assertThat(facts.manifest()).containsEntry("split", "1").containsEntry("dropped", "0");

        long whole = facts.tokens();
        assertThat(run(input)).isEqualTo(ExitCode.OK);
        assertThat(IndexedDataset.inspect(directory.resolve("a_text_document")).tokens())
                .isEqualTo(whole);
    }

    @Test
    void namesTheRecordOfAConversationItCannotRead() throws IOException {
        Path input = Files.writeString(
                directory.resolve("chat.jsonl"),
                Files.readString(RECORDED.resolve("moss.jsonl")) + "{\"chat\": {\"turn_1\": {\"Human\": \"hi\"}}}\n");

        assertThat(run(input, "--handler-name", "MOSSInstructionHandler")).isEqualTo(ExitCode.FAILED);

        assertThat(err())
                .isEqualTo(input
                        + " record 3 has no \"MOSS\" in the turn \"turn_1\"\n  try: mend or remove this record\n");
    }

    @Test
    void refusesUnknownHandlersAndSplitInstructions() {
        assertThat(data("--handler-name", "GeneralInstructionHandlr")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).startsWith("there is no handler \"GeneralInstructionHandlr\"; upstream would silently take");
        err.reset();
        assertThat(data("--handler-name", "GeneralInstruction", "--split-long", "--seq-length", "9"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err()).startsWith("--split-long would part instructions from their answers");
    }

    @Test
    void takesTheBeginningOfAnOptionAsUpstreamDoes() {
        assertThat(data("--json-key", "output")).as(err()).isEqualTo(ExitCode.OK);
        assertThat(directory.resolve("a_output_document.idx")).exists();
        assertThat(data("--s", "5")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).startsWith("\"--s\" is the beginning of --");
    }

    @Test
    void judgesWhatAnotherProgramLeftByItsFiles() throws IOException {
        for (Path file : files("general_packed")) {
            Files.copy(
                    file, directory.resolve(String.valueOf(file.getFileName()).replaceFirst("general", "a")));
        }
        assertThat(step("check-data", RECORDED.resolve("instructions.json"), "--handler-name", "GeneralInstruction"))
                .as(err())
                .isEqualTo(ExitCode.OK);
        assertThat(IndexedDataset.inspect(directory.resolve("a")).manifest())
                .containsEntry("preprocessor", "modellink")
                .containsEntry("documents", "9")
                .containsKey("input-sha256");

        Files.delete(directory.resolve("a_packed_labels_document.idx"));
        assertThat(step("check-data", RECORDED.resolve("instructions.json"), "--handler-name", "GeneralInstruction"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err())
                .startsWith("ModelLink's preprocess_data.py left no usable dataset: "
                        + directory.resolve("a_packed_labels_document.idx") + " is missing");
    }

    @Test
    void knowsTheHandlersTheCatalogueOffers() {
        ParameterKind kind =
                ParameterCatalog.standard().get(ParameterNames.HANDLER).kind();

        assertThat(((ParameterKind.Choice) kind).values()).isEqualTo(Handlers.names());
    }

    private static List<Path> files(String beginning) throws IOException {
        try (Stream<Path> all = Files.list(RECORDED)) {
            return all.filter(file -> String.valueOf(file.getFileName()).startsWith(beginning + "_"))
                    .toList();
        }
    }

    private ExitCode data(String... more) {
        return run(RECORDED.resolve("instructions.json"), more);
    }

    private ExitCode run(Path input, String... more) {
        return step("data", input, more);
    }

    private ExitCode step(String step, Path input, String... more) {
        List<String> words = new ArrayList<>(List.of(
                step,
                "--input",
                input.toString(),
                "--output-prefix",
                directory.resolve("a").toString()));
        words.addAll(List.of("--tokenizer-name-or-path", "profiles/qwen-nano"));
        words.addAll(List.of(more));
        return new Main(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(words.toArray(String[]::new));
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
