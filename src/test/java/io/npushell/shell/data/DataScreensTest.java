package io.npushell.shell.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.data.IndexedDatasetWriter;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole screens of the commands that look at data, with little room too, and all of their JSON. */
@Timeout(60)
class DataScreensTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/modellink");

    @TempDir
    Path root;

    private ShellHarness shell;
    private Path data;

    @BeforeEach
    void start() throws IOException {
        shell = new ShellHarness(root);
        data = Files.createDirectories(shell.workspace().resolve("processed_for_ma_input/Qwen-nano/data"));
        try (Stream<Path> files = Files.list(RECORDED)) {
            for (Path file : files.filter(each -> each.toString().contains("general_packed_"))
                    .toList()) {
                Files.copy(file, data.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aNarrowTerminalBreaksTheInspectionBetweenWords() throws IOException {
        Files.writeString(
                data.resolve("general.manifest.json"),
                "{\"input\": \"/d/tickets.json\", \"handler\": \"GeneralInstructionHandler\", \"append-eod\": \"true\","
                        + " \"dropped\": \"2\", \"seq-len\": \"512\", \"tokenizer\": \"/gone\"}");

        Result result = shell.onTerminal(40)
                .run("use qwen-nano/sft; set work-dir '" + shell.workspace() + "'; set gbs 4; data inspect '"
                        + data.resolve("general") + "' --verify --samples 1 --from 7");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        String screen = result.out()
                .replace(Path.of("profiles").toAbsolutePath().toString(), "PROFILES")
                .replace(root.toString(), "ROOT")
                // a path goes below its name where it does not fit beside it, which the checkout's own length decides
                .replaceAll("tokenizer\\s+PROFILES", "tokenizer  PROFILES");
        assertThat(screen).endsWith(Files.readString(Path.of("src/test/resources/golden/data/inspect-40.txt")));
        assertThat(result.outLines())
                .filteredOn(line -> !line.contains("/"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
    }

    @Test
    void aNarrowTerminalCutsTheListAndWrapsNoRow() throws IOException {
        Files.delete(data.resolve("general_packed_labels_document.bin"));
        text("tales_text_document", "5", new int[] {1, 2, 3});

        Result result =
                shell.onTerminal(40).run("use qwen-nano/pretrain; set work-dir '" + shell.workspace() + "'; data list");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        List<String> lines = result.outLines();
        assertThat(lines.subList(lines.size() - 3, lines.size()))
                .containsExactly(
                        "dataset           documents  tokens  Mi…",
                        "Qwen…ata/general          –       –  0.…",
                        "Qwen…xt_document          1       3  0.…");
    }

    @Test
    void saysThatAListIsEmpty() {
        Result result = shell.run("use qwen-nano/pretrain; set work-dir '" + root.resolve("new") + "'; data list");

        assertThat(result.exit()).isEqualTo(ExitCode.OK);
        assertThat(result.err())
                .endsWith("no prepared datasets in " + root.resolve("new/processed_for_ma_input") + "\n");
    }

    @Test
    void everythingIsInTheJsonOfAnInspection() throws IOException {
        text("tales_text_document", "5", new int[] {65, 66, 67}, new int[] {65, 70, 5_000});

        Result result = shell.runJson("use qwen-nano/pretrain; set seq-len 2; set gbs 2; data inspect --verify '"
                + data.resolve("tales_text_document.bin") + "'");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.FAILED);
        JsonNode json = new ObjectMapper().readTree(result.out());
        List<String> fields = new ArrayList<>();
        json.fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactly(
                        "schema",
                        "prefix",
                        "kind",
                        "documents",
                        "empty_documents",
                        "dropped",
                        "sequences",
                        "tokens",
                        "tokenizer",
                        "manifest",
                        "epoch",
                        "lengths",
                        "samples",
                        "verified",
                        "untrained",
                        "problems");
        assertThat(json.get("documents").asInt()).isEqualTo(2);
        assertThat(json.get("dropped").asInt()).isEqualTo(5);
        assertThat(json.get("epoch").toString()).isEqualTo("{\"samples\":2,\"global_batch\":2,\"iterations\":1.0}");
        assertThat(json.get("lengths").get("histogram").toString()).isEqualTo("[{\"from\":2,\"to\":3,\"count\":2}]");
        assertThat(json.get("samples").get(0).toString())
                .isEqualTo(
                        "{\"index\":0,\"tokens\":3,\"trained\":3,\"stretches\":[{\"trained\":true,\"text\":\"ABC\"}]}");
        assertThat(json.get("verified").asBoolean()).isFalse();
        assertThat(json.get("problems").get(0).asText())
                .startsWith("sample 1 has the id 5000 at token 2; the tokenizer has ");
    }

    @Test
    void saysWhetherThereAreEndMarksNotWhetherTheyWereAskedFor() throws IOException {
        for (String[] handler : new String[][] {
            {"MOSSInstructionHandler", "true", "without"},
            {"MOSSMultiTurnHandler", "false", "with"},
            {"GeneralInstructionHandler", "true", "with"},
            {"GeneralInstructionHandler", "false", "without"}
        }) {
            Files.writeString(
                    data.resolve("general.manifest.json"),
                    "{\"handler\": \"" + handler[0] + "\", \"append-eod\": \"" + handler[1] + "\"}");

            Result result = shell.run("data inspect '" + data.resolve("general") + "' --samples 0");

            assertThat(result.outLines())
                    .contains("  made by    native, " + handler[0] + ", " + handler[2] + " end marks");
        }
    }

    @Test
    void showsNoControlCharactersOfTheData() throws IOException {
        text("odd_text_document", "0", new int[] {65, 27, 10, 66});

        Result result = shell.run("use qwen-nano/pretrain; data inspect '" + data.resolve("odd_text_document") + "'");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).contains("  A\ufffd↵B");
    }

    @Test
    void namesWhatThereIsInsteadOfWhatWasMeant() throws IOException {
        Result directory = shell.run("data inspect '" + data + "'");
        assertThat(directory.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(directory.err())
                .isEqualTo("there is no dataset '" + data + "'\n  try: data inspect '" + data.resolve("general")
                        + "'   or   data list   or   data prepare\n");

        Result sample = shell.run("data inspect '" + data.resolve("general") + "' --from 9");
        assertThat(sample.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(sample.err()).contains("there is no sample 9 in ").contains("try: data inspect --from 7");
    }

    private void text(String name, String dropped, int[]... documents) throws IOException {
        try (IndexedDatasetWriter writer = IndexedDatasetWriter.create(data.resolve(name))) {
            for (int[] ids : documents) {
                writer.add(ids);
                writer.endDocument();
            }
            writer.complete();
        }
        Files.writeString(
                data.resolve(name + ".manifest.json"),
                "{\"input\": \"/d/tales.txt\", \"dropped\": \"" + dropped + "\", \"seq-len\": \"2\"}");
    }
}
