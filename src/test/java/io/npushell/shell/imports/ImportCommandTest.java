package io.npushell.shell.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class ImportCommandTest {
    private static final Path MANUAL = Path.of("src/test/resources/manual");
    private static final String SFT =
            "RUN_TYPE=sft DATASET_PATH=/d/alpaca_ft TOKENIZER_PATH=/t/Qwen-14B MODEL_PATH=/m/converted TRAIN_ITERS=300"
                    + " MBS=2 GBS=64 TP=8 PP=1 SEQ_LEN=4096 WORK_DIR=/ws";

    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void start() {
        shell = new ShellHarness(root);
    }

    @Test
    void refusesNothingAsACommand() {
        assertThat(shell.run("import ''").exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void namesACommandBehindTheTraining() throws IOException {
        String training = "MODEL_TYPE=14B " + SFT + " sh scripts/qwen/qwen.sh";

        assertThat(shell.run("import '" + training + "; rm -rf /'").screen())
                .contains("I15", "'rm -rf /' stands behind the training on its line");
        assertThat(codes(json(training + " 2>&1 | tee out.log"))).doesNotContain("I15");
    }

    static List<String> oneLiners() throws IOException {
        return Files.readAllLines(MANUAL.resolve("one-liners.txt"));
    }

    static List<String> toolCommands() throws IOException {
        return Files.readAllLines(MANUAL.resolve("tool-commands.txt"));
    }

    @ParameterizedTest
    @MethodSource("oneLiners")
    void readsEveryOneLinerOfTheManual(String line) throws IOException {
        JsonNode json = json(line);

        assertThat(json.get("profile").asText()).isEqualTo("qwen-14b");
        Map<String, String> imported = new HashMap<>();
        json.get("settings")
                .forEach(each -> imported.put(
                        each.get("variable").asText(), each.get("value").asText()));
        Map<String, String> written = new HashMap<>();
        Matcher assignment = Pattern.compile("([A-Z_]+)= ?(\\S+)").matcher(line);
        while (assignment.find()) {
            written.put(assignment.group(1), assignment.group(2));
        }
        assertThat(json.get("run_type").asText()).isEqualTo(written.remove("RUN_TYPE"));
        assertThat(written.remove("MODEL_TYPE")).isEqualTo("14B");
        boolean nodes = written.remove("MASTER_ADDR") != null; // xx.xx.xx.xx
        assertThat(imported).isEqualTo(written);
        assertThat(codes(json)).containsExactlyElementsOf(expected(nodes, line.contains("= ")));
        assertThat(shell.workbench().state().title()).startsWith("qwen-14b/");
    }

    private static List<String> expected(boolean nodes, boolean blank) {
        List<String> codes = new ArrayList<>();
        if (blank) {
            codes.add("I02");
        }
        if (nodes) {
            codes.add("I09");
        }
        return codes;
    }

    @Test
    void showsValuesMistakesAndFindings() {
        Result result = shell.run("import 'MODEL_TYPE=14B "
                + SFT.replace("MODEL_PATH=", "MODEL_PATH= ").replace("MBS=2", "MBS=3") + " sh scripts/qwen/qwen.sh'");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("qwen-14b/sft  from scripts/qwen/qwen.sh")
                .contains("mbs 2 → 3")
                .contains(
                        "model-path " + root.resolve("home/npu-work/processed_for_ma_input/Qwen-14B/converted_weights")
                                + " → /m/converted")
                .contains("as it was: train-iters 300, gbs 64, tp 8, pp 1, seq-len 4096")
                .contains("warning I02  a blank after MODEL_PATH= sets it to nothing and runs '/m/converted' as the"
                        + " command")
                .contains("P07");
    }

    @Test
    void isTakenBackInOneStep() {
        shell.run("use qwen-7b/pretrain; set tp 2; set lr 1e-4");

        shell.run("import 'MODEL_TYPE=14B " + SFT + " sh scripts/qwen/qwen.sh'");
        assertThat(shell.run("show model-path").out()).isEqualTo("/m/converted\n");
        shell.run("undo");

        assertThat(shell.workbench().state().title()).isEqualTo("qwen-7b/pretrain");
        assertThat(shell.run("show tp; show lr").out()).isEqualTo("2\n1e-4\n");
    }

    @Test
    void letsGoOfWhatWasSetBeforeForTheSameRun() {
        shell.run("use qwen-14b/sft; set lr 1e-4; set code-dir /code");

        shell.run("import 'MODEL_TYPE=14B " + SFT + " sh scripts/qwen/qwen.sh'");

        assertThat(shell.run("show lr").out()).isEmpty();
        assertThat(shell.run("show code-dir").out()).isEqualTo("/code\n");
    }

    @Test
    void changesNothingInADryRun() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(shell.run("import 'MODEL_TYPE=14B " + SFT.replace("MBS=2", "MBS=3")
                                + " sh scripts/qwen/qwen.sh' --dry-run --json")
                        .out());

        assertThat(json.get("schema").asText()).isEqualTo("npu-shell/import/1");
        assertThat(json.get("dry_run").asBoolean()).isTrue();
        assertThat(json.get("findings").get(0).get("code").asText()).isEqualTo("P07");
        assertThat(shell.workbench().state().profile()).isNull();
        assertThat(shell.run("undo").err()).contains("nothing to undo");
    }

    @Test
    void readsExportsContinuationsAndTheDirectoryFromAFile() throws IOException {
        Path file = Files.writeString(root.resolve("here/old.sh"), """
            #!/bin/bash
            # fine-tuning, as in March
            cd /ws/v1-Ascend/llm_train/AscendSpeed/
            ws=/ws
            export MODEL_TYPE=14B RUN_TYPE=sft
            export DATASET_PATH="$ws/alpaca_ft" TOKENIZER_PATH='/t/Qwen-14B'
            MODEL_PATH=${ws}/converted \\
              TP=8 PP=1 \\
              MBS=${MBS:-2} GBS=64 SEQ_LEN=4096 \\
            nohup bash ./scripts/qwen/qwen.sh > logs/a.log 2>&1 &
            """);

        Result result = shell.run("import old.sh --json");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(file).exists();
        assertThat(values(json))
                .containsEntry("dataset-path", "/ws/alpaca_ft")
                .containsEntry("model-path", "/ws/converted")
                .containsEntry("mbs", "2")
                .containsEntry("code-dir", "/ws/v1-Ascend/llm_train/AscendSpeed");
    }

    @Test
    void namesNodesThatDifferInMoreThanTheirRank() throws IOException {
        List<String> lines = oneLiners().stream()
                .filter(line -> line.contains("RUN_TYPE=retrain") && line.contains("NNODES"))
                .toList();
        Files.writeString(
                root.resolve("here/two.sh"), "#第一台节点\n" + lines.get(0) + "\n...\n# 第二台节点\n" + lines.get(1) + "\n");

        Result result = shell.run("import two.sh");

        assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(result.err())
                .contains(
                        "error I08  line 5: node 0 has PP=1, node 1 has PP=12: the nodes of one training may differ in"
                                + " NODE_RANK only; taken from node 0");
        assertThat(shell.run("show pp; show node-rank").out()).isEqualTo("1\n0\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // what is written for MBS=2, the code, and words of the sentence
                "MBS=2 TRIAN_ITERS=5|I04|reads no TRIAN_ITERS, so it would change nothing; did you mean TRAIN_ITERS?",
                "MBS=2 DATA_PATH=/d/x|I04|did you mean DATASET_PATH?",
                "MBS=2 TOKENIZER_MODEL=/t/x|I04|did you mean TOKENIZER_PATH?",
                "MBS=2 mbs=3|I04|reads no mbs",
                "MBS=2 MBS=4|I05|MBS is given twice, as '2' and as '4'; the last one counts",
                "MBS=2 MBS=2|I14|MBS is given twice, the same both times",
                "MBS=two|I07|MBS 'two' is not a whole number",
                "MBS=0|I07|MBS '0' is not a whole number",
                "MBS =2|I02|a blank before = makes MBS the name of a command; read as MBS=2",
                "MBS = 2|I02|a blank before = makes MBS the name of a command; read as MBS=2",
                "MBS= 2|I02|a blank after MBS= sets it to nothing",
                "MBS=“2”|I01|curly quotes stand where the shell needs plain ones",
                "MBS=２|I01|full-width characters",
                "MBS＝2|I01|full-width characters",
                "MBS=2\u00a0|I01|a blank that the shell takes for a letter",
                "MBS=2\u200b|I01|an invisible character",
                "MBS=\"2|I11|is opened and never closed",
                "MBS=$MBS|I09|was never given a value",
                "MBS=2 HCCL_CONNECT_TIMEOUT=1200|I14|is for the runtime",
                "MBS=2 \\ #two|I03|a comment after the backslash",
                "`MBS=2 \\ `|I03|a blank after the backslash",
                "MBS=2\\|I03|no blank before the backslash",
            })
    void namesAMistake(String written, String code, String sentence) throws IOException {
        boolean lines = written.endsWith("\\") || written.endsWith("\\ ") || written.endsWith("#two");
        String text =
                "MODEL_TYPE=14B " + SFT.replace("MBS=2", written + (lines ? "\n" : "")) + " sh scripts/qwen/qwen.sh";
        text = written.endsWith("\\") ? text.replace("\n GBS", "\nGBS") : text;

        JsonNode json = json(text);

        assertThat(json.get("mistakes"))
                .as(json.toString())
                .anyMatch(mistake -> mistake.get("code").asText().equals(code)
                        && mistake.get("sentence").asText().contains(sentence));
        assertThat(values(json)).containsEntry("gbs", "64").containsEntry("tp", "8");
        if (List.of("I01", "I02", "I03").contains(code)) {
            assertThat(values(json)).containsEntry("mbs", "2");
        }
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        JsonNode json = json("MODEL_TYPE=7B RUN_TYPE=lora DATASET_PATH=/d/x MASTER_ADDR=10.0.0.1 NODE_RANK=1 sh"
                + " scripts/qwen/qwen.sh");

        assertThat(json.get("profile").asText()).isEqualTo("qwen-7b");
        assertThat(sentences(json))
                .anyMatch(sentence ->
                        sentence.startsWith("TOKENIZER_PATH is missing, which lora needs; npu-shell takes "))
                .anyMatch(sentence -> sentence.startsWith("MODEL_PATH is missing, which lora needs"))
                .anyMatch(sentence -> sentence.startsWith("NNODES is missing beside MASTER_ADDR: the script takes 1"))
                .anyMatch(sentence -> sentence.equals(
                        "MBS is not given: the script would take 4; npu-shell passes 2, which is recommended"
                                + " for qwen-7b"))
                .noneMatch(sentence -> sentence.startsWith("TP is not given")); // 8 is what the script takes too
    }

    @Test
    void namesVariablesThatTheScriptWouldNotSee() throws IOException {
        JsonNode json = json("MODEL_TYPE=14B RUN_TYPE=pretrain\n"
                + "DATASET_PATH=/d/x TOKENIZER_PATH=/t/x \\\n"
                + "sh scripts/qwen/qwen.sh TP=4");

        assertThat(sentences(json))
                .anyMatch(sentence -> sentence.startsWith(
                        "MODEL_TYPE, RUN_TYPE are set on a line that neither ends in a backslash nor begins"
                                + " with export"))
                .anyMatch(sentence -> sentence.startsWith("TP stands after the script"));
        assertThat(values(json)).containsEntry("tp", "4");
    }

    @Test
    void namesThePlaceholdersOfTheManual() throws IOException {
        JsonNode json = json("cd /home/ma-user/ws/Ascenxxx-Ascend/llm_train/AscendSpeed\n"
                + "MASTER_ADDR=xx.xx.xx.xx NNODES=q NODE_RANK=0 MODEL_TYPE=6B RUN_TYPE=lora sh"
                + " scripts/glm3/glm3_base.sh");

        assertThat(sentences(json))
                .anyMatch(
                        sentence -> sentence.contains("Ascenxxx-Ascend/llm_train/AscendSpeed' only stands for a value"))
                .anyMatch(sentence -> sentence.startsWith("MASTER_ADDR 'xx.xx.xx.xx' only stands for a value"))
                .anyMatch(sentence -> sentence.startsWith("NNODES 'q' is not a whole number"));
        assertThat(values(json)).doesNotContainKeys("code-dir", "nnodes", "master-addr");
        assertThat(sentences(json("cd /home/ma-user/ws/xxxend/llm_train/AscendSpeed; MODEL_TYPE=14B RUN_TYPE=sft"
                        + " sh scripts/qwen/qwen.sh")))
                .anyMatch(sentence -> sentence.contains("xxxend/llm_train/AscendSpeed' only stands for a value"));
    }

    @Test
    void findsTheProfileByScriptAndModelType() throws IOException {
        assertThat(json("MODEL_TYPE=6B RUN_TYPE=sft sh scripts/glm3/glm3_base.sh")
                        .get("profile")
                        .asText())
                .isEqualTo("glm3-6b");
        assertThat(json("MODEL_TYPE=72b RUN_TYPE=sft bash qwen.sh")
                        .get("profile")
                        .asText())
                .isEqualTo("qwen-72b");
        Result type = shell.run("import 'MODEL_TYPE=13B RUN_TYPE=sft sh scripts/qwen/qwen.sh'");
        assertThat(type.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(type.err())
                .contains("MODEL_TYPE '13B' is not known to scripts/qwen/qwen.sh; profiles know 14B (qwen-14b)");
        Result script = shell.run("import 'MODEL_TYPE=7B sh scripts/llama2/llama2.sh'");
        assertThat(script.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(shell.run("import 'TP=8 PP=1'").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("import nothing-here").exit()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void readsStandardInput() {
        Result result = shell.invokeWith("MODEL_TYPE=14B " + SFT + " \\\r\nsh scripts/qwen/qwen.sh\r\n", "import", "-");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.err()).contains("qwen-14b/sft").doesNotContain("I03");
        assertThat(shell.run("import -").exit()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @MethodSource("toolCommands")
    void readsEveryToolCommandOfTheManual(String line) throws IOException {
        shell.run("use qwen-14b; set work-dir /home/ma-user/ws");

        JsonNode json = json(line);

        assertThat(json.get("profile").asText()).isEqualTo("qwen-14b");
        assertThat(values(json)).isNotEmpty().doesNotContainValue("");
        assertThat(codes(json)).contains("I03"); // as the lines lie in the manual's one long line
    }

    @Test
    void namesTheMistakesOfTheManualsTools() throws IOException {
        shell.run("use qwen-14b/sft");
        String convert = toolCommands().get(0);
        String prepare = toolCommands().get(1);
        String dangling = toolCommands().get(2);

        assertThat(sentences(json(convert))).anyMatch(sentence -> sentence.startsWith("a comment after the backslash"));
        assertThat(values(json(convert)))
                .containsEntry("tp", "8")
                .containsEntry("pp", "1")
                .containsEntry("hf-path", "/home/ma-user/ws/tokenizers/Qwen-14B")
                .containsEntry("model-path", "/home/ma-user/ws/processed_for_ma_input/Qwen-14B/converted_weights");
        assertThat(sentences(json(prepare)))
                .anyMatch(sentence -> sentence.startsWith("no blank before the backslash: '$DATASET_PATH'"))
                .anyMatch(sentence -> sentence.startsWith("'$TOKENIZER_PATH' was never given a value"))
                .anyMatch(sentence ->
                        sentence.startsWith("--make-vocab-size-divisible-by does nothing to prepared data"));
        assertThat(sentences(json(dangling)))
                .anyMatch(sentence -> sentence.startsWith("the last line ends in a backslash"));
        assertThat(values(json(dangling)))
                .containsEntry(
                        "dataset-path", "/home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/finetune/alpaca_ft");
    }

    @Test
    void namesOptionsThatTheToolsDoNotHave() throws IOException {
        JsonNode json = json(
                "python ./tools/preprocess_data.py --input /ws/tokenizers/Qwen-14B/x.json –json-key title -workers 4"
                        + " --tokeniser-type X --output-prefix /ws/alpaca");

        assertThat(sentences(json))
                .anyMatch(sentence -> sentence.startsWith("a long dash"))
                .anyMatch(sentence -> sentence.startsWith("'-workers' needs two dashes"))
                .anyMatch(sentence -> sentence.contains("did you mean --tokenizer-type"));
        assertThat(values(json))
                .containsEntry("json-keys", "title")
                .containsEntry("data-workers", "4")
                .containsEntry("dataset-path", "/ws/alpaca_title_document");
        assertThat(sentences(json("python tools/checkpoint/util.py --tensor-model-parallel-size 8 --load-dir"
                        + " /ws/tokenizers/Qwen-14B")))
                .anyMatch(sentence -> sentence.startsWith(
                        "the option is called --target-tensor-parallel-size, not --tensor-model-parallel-size"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "preprocess_data.py --inp /ws/tokenizers/Qwen-14B/x.json --out /ws/a --json-key title --w 4 --tokenizer-t X",
                "preprocess_data.py --i=/ws/tokenizers/Qwen-14B/x.json --o=/ws/a --j=title --wor=4 --hf-d x",
                "util.py --load-d /ws/tokenizers/Qwen-14B --target-tensor 8 --target-pipe 1 --max 50 --no-check",
            })
    void takesTheBeginningOfAnOptionAsUpstreamDoes(String command) throws IOException {
        JsonNode json = json("python tools/" + command);

        assertThat(codes(json)).isEmpty();
        assertThat(values(json)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void namesABeginningOfSeveralOptions() throws IOException {
        assertThat(sentences(
                        json("python tools/preprocess_data.py --input /ws/tokenizers/Qwen-14B/x.json --tokenizer X")))
                .anyMatch(
                        sentence -> sentence.startsWith("'--tokenizer' is the beginning of --tokenizer-name-or-path,"));
    }

    @Test
    void survivesAnyDamageToACommand() throws IOException {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>(oneLiners());
        lines.addAll(toolCommands());
        String noise = "\\\"'= \n\t$#{}();&|><＝“　–x-";
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder(lines.get(random.nextInt(lines.size())));
            for (int flips = random.nextInt(8); flips >= 0; flips--) {
                text.setCharAt(random.nextInt(text.length()), noise.charAt(random.nextInt(noise.length())));
            }
            Mistakes mistakes = new Mistakes();
            String plain = PlainCharacters.of(text.toString(), mistakes);
            new LineReader(Map.of("HOME", "/root"), Map.of("work_dir", "/ws"), mistakes)
                    .read(CommandCutter.commands(plain, mistakes));
            if (round % 30 == 0) {
                Files.writeString(root.resolve("here/odd.sh"), text);
                assertThat(shell.run("import odd.sh").exit())
                        .isIn(ExitCode.OK, ExitCode.FINDINGS, ExitCode.USAGE, ExitCode.NOT_FOUND);
            }
        }
    }

    private JsonNode json(String text) throws IOException {
        Files.writeString(root.resolve("here/command"), text);
        Result result = shell.run("import command --json");
        assertThat(result.exit()).as(result.err()).isIn(ExitCode.OK, ExitCode.FINDINGS);
        return new ObjectMapper().readTree(result.out());
    }

    private static Map<String, String> values(JsonNode json) {
        Map<String, String> values = new HashMap<>();
        json.get("settings")
                .forEach(each -> values.put(
                        each.get("parameter").asText(), each.get("value").asText()));
        return values;
    }

    private static List<String> codes(JsonNode json) {
        List<String> codes = new ArrayList<>();
        json.get("mistakes").forEach(mistake -> codes.add(mistake.get("code").asText()));
        return codes;
    }

    private static List<String> sentences(JsonNode json) {
        List<String> sentences = new ArrayList<>();
        json.get("mistakes")
                .forEach(mistake -> sentences.add(mistake.get("sentence").asText()));
        return sentences;
    }
}
