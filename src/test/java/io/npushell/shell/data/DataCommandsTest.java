package io.npushell.shell.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataCommandsTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/modellink");

    @TempDir
    Path root;

    private ShellHarness shell;
    private Path finetune;

    @BeforeEach
    void start() throws IOException {
        shell = new ShellHarness(root);
        finetune = Files.createDirectories(shell.workspace().resolve("processed_for_ma_input/Qwen-nano/data/finetune"));
        try (Stream<Path> files = Files.list(RECORDED)) {
            for (Path file : files.filter(each -> each.toString().contains("general_packed_"))
                    .toList()) {
                Files.copy(file, finetune.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void showsWhatAPackedDatasetHolds() {
        Result result = shell.invoke(
                "-c",
                "use qwen-nano/sft; set work-dir '" + shell.workspace() + "'; set gbs 4; data inspect '"
                        + finetune.resolve("general_packed_labels_document.idx") + "' --from 1 --samples 1 --verify");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.outLines())
                .contains(
                        "Dataset  " + finetune.resolve("general"),
                        "  kind       fine-tuning: input_ids, attention_mask and labels, consistent",
                        "  documents  9",
                        "  tokens     1,605",
                        "  made       nobody knows how: there is no manifest beside it",
                        "  epoch      2.3 iterations at a global batch of 4 (9 samples)",
                        "  trained  Der Fluss ist kalt.↵↵",
                        "note      1 sample is masked whole, so nothing is learnt from it")
                .anyMatch(line -> line.startsWith("  masked   ↵Below is an instruction"))
                .anyMatch(line -> line.startsWith("verified  1,605 tokens, all ids below "));
    }

    @Test
    void givesTheSameAsJson() throws IOException {
        Result result = shell.invoke("-c", "data inspect '" + finetune.resolve("general") + "' --json --samples 1");

        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.get("schema").asText()).isEqualTo("npu-shell/dataset/1");
        assertThat(json.get("kind").asText()).isEqualTo("fine-tuning");
        assertThat(json.get("epoch").isNull()).isTrue();
        assertThat(json.get("lengths").get("histogram")).isNotEmpty();
        assertThat(json.get("samples").get(0).get("stretches")).hasSize(2);
    }

    @Test
    void failsForABrokenDatasetAndForNone() throws IOException {
        Files.delete(finetune.resolve("general_packed_labels_document.bin"));
        Result broken = shell.invoke("-c", "data inspect '" + finetune.resolve("general") + "'");
        assertThat(broken.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(broken.err())
                .startsWith("dataset '" + finetune.resolve("general") + "' is broken: "
                        + finetune.resolve("general_packed_labels_document.bin") + " is missing");

        Result none = shell.invoke("-c", "data inspect /nowhere/x");
        assertThat(none.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(shell.invoke("-c", "data inspect").exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void listsTheDatasetsOfTheWorkspace() {
        Result result = shell.invoke(
                "-c", "use qwen-nano/sft; set work-dir '" + shell.workspace() + "'; data list; data list --json");

        assertThat(result.outLines())
                .contains(
                        "dataset                          documents  tokens  MiB  kind         from",
                        "Qwen-nano/data/finetune/general          9   1,605  0.0  fine-tuning  unknown");
        assertThat(result.out()).contains("\"sequences\" : 9").contains("\"problem\" : null");
    }

    @Test
    void translatesUpstreamsOptionsIntoSettingsOfThisRun() throws IOException {
        Path input = Files.copy(RECORDED.resolve("instructions.json"), root.resolve("tickets.json"));

        Result result = shell.invoke(
                "-c",
                "use qwen-nano/sft; set work-dir '" + shell.workspace()
                        + "'; set dataset-path /d/mine; data prepare --input '" + input
                        + "' --append-eod --seq-length 512 --workers 3 --dry-run; show dataset-path");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.out())
                .contains("--input " + input)
                .contains("--output-prefix " + finetune.resolve("tickets_ft"))
                .contains("--handler-name GeneralInstructionHandler --seq-length 512 --append-eod --workers 3")
                .contains("/d/mine");
    }

    @Test
    void namesTheOutputAsToldWithOrWithoutItsEnding() {
        for (String prefix : List.of("/d/x", "/d/x_text_document")) {
            Result result = shell.invoke(
                    "-c",
                    "use qwen-nano/pretrain; data prepare --dry-run --input docs/examples/operator-tales.jsonl --output-prefix "
                            + prefix);

            assertThat(result.out() + result.err()).contains("/d/x");
            assertThat(result.out() + result.err()).doesNotContain("document_text_document");
        }
    }

    @Test
    void saysWhereTheDatasetIsWhereTheSettingsNameAnother() throws IOException {
        Path input = Files.writeString(root.resolve("notes.txt"), "A line of notes about a training.\n".repeat(20));
        Path made = shell.workspace().resolve("processed_for_ma_input/Qwen-nano/data/pretrain/notes_text_document");

        Result result = shell.invoke(
                "-c",
                "use qwen-nano/pretrain; set work-dir '" + shell.workspace() + "'; data prepare --input '" + input
                        + "'");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.err())
                .endsWith("dataset-path names another dataset.  data inspect " + made + " · set dataset-path " + made
                        + "\n");
    }

    @Test
    void saysThatADatasetOfAnotherSourceIsReplaced() throws IOException {
        Path first = Files.createDirectories(root.resolve("a")).resolve("ok.txt");
        Path second = Files.createDirectories(root.resolve("b")).resolve("ok.jsonl");
        Files.writeString(first, "A line of notes about a training.\n".repeat(20));
        Files.writeString(second, "{\"text\": \"Other words, of another place.\"}\n".repeat(20));
        String setUp = "use qwen-nano/pretrain; set work-dir '" + shell.workspace() + "'; data prepare --input '";
        assertThat(shell.invoke("-c", setUp + first + "'").exit()).isEqualTo(ExitCode.OK);

        Result result = shell.invoke("-c", setUp + second + "'");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.err().replaceAll("\\s+", " "))
                .contains("does not match the settings: made from " + first + " (now " + second + ")")
                .contains("try: data prepare --output-prefix OTHER");
    }
}
