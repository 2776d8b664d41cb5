package io.npushell.shell.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.launch.AscendSite;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import io.npushell.workspace.HubServer;
import io.npushell.workspace.Packages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkspaceCommandsTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void open() {
        shell = new ShellHarness(root);
        shell.run("use qwen-14b; set work-dir " + shell.workspace());
    }

    @Test
    void makesTheManualsTreeOnce() {
        assertThat(shell.run("workspace init --dry-run").err())
                .isEqualTo("13 would be made in " + shell.workspace() + "\n");
        assertThat(shell.workspace()).doesNotExist();

        Result result = shell.run("workspace init");

        assertThat(result.out().replace(shell.workspace() + "/", "")).isEqualTo("""
                  made   training_data/pretrain
                  made   training_data/finetune
                  made   tokenizers
                  made   processed_for_ma_input
                  made   saved_dir_for_ma_output
                  made   tokenizers/Qwen-14B
                  made   processed_for_ma_input/Qwen-14B/data/pretrain
                  made   processed_for_ma_input/Qwen-14B/data/finetune
                  made   processed_for_ma_input/Qwen-14B/converted_weights
                  made   saved_dir_for_ma_output/Qwen-14B/pretrain
                  made   saved_dir_for_ma_output/Qwen-14B/sft
                  made   saved_dir_for_ma_output/Qwen-14B/lora
                  made   saved_dir_for_ma_output/Qwen-14B/logs
                """);
        assertThat(shell.run("workspace init").err()).isEqualTo("0 made in " + shell.workspace() + "\n");
        assertThat(shell.runJson("workspace init").out())
                .contains("\"schema\" : \"npu-shell/workspace-init/1\"", "\"made\" : false");
    }

    @Test
    void refusesAFileInTheWay() throws IOException {
        Files.createDirectories(shell.workspace());
        Files.writeString(shell.workspace().resolve("tokenizers"), "");

        Result result = shell.run("workspace init");

        assertThat(result.exit()).isEqualTo(ExitCode.CONFLICT);
        assertThat(result.err())
                .startsWith("'" + shell.workspace() + "/tokenizers' is a file, where a directory is needed\n");
    }

    @Test
    void unpacksThePackageThatLiesThereAndShowsTheCodeDirectoryThatLaunchUses() throws Exception {
        Files.createDirectories(shell.workspace());
        assertThat(shell.run("workspace unpack").err())
                .isEqualTo("no AscendCloud-….zip lies in '" + shell.workspace() + "'\n  try: workspace unpack ZIP\n");
        Packages.zip(shell.workspace(), "AscendCloud-3rdLLM-6.3.904-1.zip", Packages.code("6.3.904-Ascend"));

        Result result = shell.run("workspace unpack");

        Path code = shell.workspace().resolve("6.3.904-Ascend/llm_train/AscendSpeed");
        assertThat(result.exit()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).isEqualTo(code + "\n");
        assertThat(shell.run("show code-dir").out()).isEqualTo(code + "\n");
        assertThat(shell.run("explain code-dir").out()).contains("  value    " + code + " (derived)");
        assertThat(shell.run("show").out()).contains("code-dir  ").contains("6.3.904-Ascend/llm_train/AscendSpeed");
        assertThat(shell.runJson("workspace unpack").out())
                .contains("\"before\" : true", "\"code_dir\" : \"" + code + "\"");
    }

    @Test
    void unpacksAPackageNamedByItsNameAloneFromTheWorkspaceAndSaysSo() throws Exception {
        String name = "AscendCloud-3rdLLM-6.3.904-1.zip";
        Files.createDirectories(shell.workspace());
        assertThat(shell.run("workspace unpack " + name).err())
                .startsWith("there is no archive '" + shell.directory().resolve(name) + "'\n");
        Path there = Packages.zip(shell.workspace(), name, Packages.code("6.3.904-Ascend"));

        Result result = shell.run("workspace unpack " + name);

        assertThat(result.exit()).isEqualTo(ExitCode.OK);
        assertThat(result.err())
                .startsWith("taking " + there + "; there is none in " + shell.directory() + "\nplaced in ");
    }

    @Test
    void unpacksThePackageOfTheCurrentDirectoryWhereBothHaveOne() throws Exception {
        String name = "AscendCloud-3rdLLM-6.3.904-1.zip";
        Files.createDirectories(shell.workspace());
        Files.writeString(shell.workspace().resolve(name), "half a copy");
        Path here = Packages.zip(shell.directory(), name, Packages.code("6.3.904-Ascend"));

        Result result = shell.run("workspace unpack " + name + " --json");

        assertThat(result.exit()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).contains("\"archive\" : \"" + here + "\"");
        assertThat(result.err()).doesNotContain("taking ");
    }

    @Test
    void statusAndCodeDirNameTheSameOfTwoPackages() throws IOException {
        Files.createDirectories(shell.workspace().resolve("llm_train/AscendSpeed"));
        Path code = Files.createDirectories(shell.workspace().resolve("6.3.904-Ascend/llm_train/AscendSpeed"));

        assertThat(shell.run("show code-dir").out()).isEqualTo(code + "\n");
        assertThat(new ObjectMapper()
                        .readTree(shell.runJson("workspace status").out())
                        .get("items")
                        .get(0)
                        .get("path")
                        .asText())
                .isEqualTo(code.toString());
    }

    @Test
    void anEmptyWorkspaceSaysWhereToBegin() throws IOException {
        JsonNode document =
                new ObjectMapper().readTree(shell.run("workspace status --json").out());

        assertThat(document.get("schema").asText()).isEqualTo("npu-shell/workspace/1");
        assertThat(document.get("items").findValuesAsText("name"))
                .isEqualTo(List.of(
                        "code",
                        "tokenizer",
                        "weights",
                        "data pretrain",
                        "data finetune",
                        "processed pretrain",
                        "processed finetune",
                        "converted weights",
                        "checkpoints pretrain",
                        "checkpoints sft",
                        "checkpoints lora"));
        assertThat(document.get("items").findValuesAsText("state")).containsOnly("missing");
        assertThat(shell.run("workspace status").err()).isEqualTo("next: workspace unpack AscendCloud-3rdLLM-….zip\n");
    }

    @Test
    void tellsWhatIsThereAndWhatIsBroken() throws Exception {
        new AscendSite(shell.workspace());
        Path model = shell.workspace().resolve("tokenizers/Qwen-14B");
        Files.writeString(
                model.resolve("config.json"), "{\"model_type\": \"qwen\", \"architectures\": [\"QWenLMHeadModel\"]}");
        Files.writeString(
                model.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\", \"b\": \"model-00002-of-00002.safetensors\"}}");
        Files.writeString(model.resolve("model-00001-of-00002.safetensors"), "x");
        Path raw = Files.createDirectories(shell.workspace().resolve("training_data/finetune"));
        Files.writeString(raw.resolve("alpaca_gpt4_data.json"), "\n<!DOCTYPE html><html>");
        Files.createDirectories(shell.workspace().resolve("saved_dir_for_ma_output/Qwen-14B/sft/iter_0000010"));

        JsonNode items = new ObjectMapper()
                .readTree(shell.run("workspace status --json").out())
                .get("items");

        assertThat(items.findValuesAsText("state"))
                .containsExactly(
                        "there",
                        "there",
                        "incomplete",
                        "missing",
                        "incomplete",
                        "there",
                        "missing",
                        "missing",
                        "missing",
                        "missing",
                        "missing");
        assertThat(items.get(2).get("note").asText())
                .isEqualTo("1 of 2 files of its index are missing, first model-00002-of-00002.safetensors");
        assertThat(items.get(4).get("note").asText()).isEqualTo("a web page, not the data");
        assertThat(items.get(5).get("note").asText()).isEqualTo("100 documents, 1,000,000 tokens");
        assertThat(shell.onTerminal(60).run("workspace status").outLines()).allMatch(line -> line.length() <= 60);
    }

    @Test
    void fetchesFromTheMirrorThatIsSet() throws Exception {
        try (HubServer hub = new HubServer()
                .file("/Qwen/Qwen-14B-Chat/resolve/main/qwen.tiktoken", "IQ== 0\n")
                .file("/Qwen/Qwen-14B-Chat/resolve/main/model.safetensors", "weights")) {
            shell.run("set mirror " + hub.address());

            Result planned = shell.run("workspace fetch tokenizer --dry-run");
            assertThat(planned.out())
                    .isEqualTo("  fetch  " + hub.address() + "/Qwen/Qwen-14B-Chat/resolve/main/qwen.tiktoken → "
                            + shell.workspace() + "/tokenizers/Qwen-14B/qwen.tiktoken\n");
            assertThat(shell.workspace()).doesNotExist();

            Result result = shell.run("workspace fetch tokenizer");

            assertThat(result.exit()).isEqualTo(ExitCode.OK);
            assertThat(result.err())
                    .isEqualTo("  came   " + shell.workspace()
                            + "/tokenizers/Qwen-14B/qwen.tiktoken\nnext: workspace status\n");
            assertThat(shell.workspace().resolve("tokenizers/Qwen-14B/qwen.tiktoken"))
                    .hasContent("IQ== 0\n");
            assertThat(shell.runJson("workspace fetch tokenizer").out())
                    .contains("\"schema\" : \"npu-shell/workspace-fetch/1\"", "\"there\" : true", "\"offline\" : null");
        }
    }

    @Test
    void saysHowToBringFilesToAMachineWithoutNetwork() {
        Result result = shell.run("workspace fetch tokenizer --mirror http://127.0.0.1:1");

        assertThat(result.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(result.err()).startsWith("the server cannot be reached from here: (7) ");
        assertThat(result.out())
                .startsWith("# on a machine that reaches the internet\n")
                .contains(
                        "HF_ENDPOINT=http://127.0.0.1:1 hf download Qwen/Qwen-14B-Chat --local-dir Qwen-14B",
                        "scp -r Qwen-14B/. ",
                        ":" + shell.workspace() + "/tokenizers/Qwen-14B/\n",
                        "obsutil cp obs://BUCKET/Qwen-14B " + shell.workspace() + "/tokenizers/Qwen-14B -r -f -flat\n");
        shell.run("set work-dir '" + root + "/ws ä b'");
        assertThat(shell.run("workspace fetch tokenizer --mirror http://127.0.0.1:1")
                        .out())
                .contains(":" + root + "/ws ä b/tokenizers/Qwen-14B/'\n")
                .contains("obsutil cp obs://BUCKET/Qwen-14B '" + root + "/ws ä b/tokenizers/Qwen-14B' -r -f -flat\n");
        assertThat(shell.run("workspace fetch wheels").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("workspace fetch --mirror 'x y'").exit()).isEqualTo(ExitCode.USAGE);
    }
}
