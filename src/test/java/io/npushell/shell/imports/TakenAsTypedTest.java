package io.npushell.shell.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators have of their commands, as it was copied, wrapped and gathered. */
@Timeout(120)
class TakenAsTypedTest {
    private static final String VARIABLES =
            "MODEL_TYPE=14B RUN_TYPE=sft DATASET_PATH=/d/alpaca_ft TOKENIZER_PATH=/t/Qwen-14B MODEL_PATH=/m/converted"
                    + " TP=8 PP=1 MBS=2 GBS=64 SEQ_LEN=4096";
    private static final String SFT = VARIABLES + " sh scripts/qwen/qwen.sh";
    private static final String PREPARE =
            "python ./tools/preprocess_data.py --input /data/mine.json --tokenizer-name-or-path /t/Qwen-14B"
                    + " --output-prefix /d/alpaca_ft --tokenizer-type PretrainedFromHF --seq-length 4096 --workers 8"
                    + " --handler-name GeneralInstructionHandler --append-eod";
    private static final String CONVERT =
            "python tools/checkpoint/util.py --model-type GPT --loader qwen_hf --saver megatron"
                    + " --target-tensor-parallel-size 8 --target-pipeline-parallel-size 1 --load-dir /data/Qwen-14B"
                    + " --save-dir /m/converted --add-qkv-bias";
    private static final String MERGE =
            "python tools/checkpoint/util.py --model-type GPT --loader megatron --saver megatron --save-model-type"
                    + " save_huggingface_qwen --load-dir /ws/saved_dir_for_ma_output/Qwen-14B/sft"
                    + " --target-tensor-parallel-size 1 --target-pipeline-parallel-size 1 --save-dir /data/Qwen-14B";

    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void start() {
        shell = new ShellHarness(root);
    }

    static List<String> wrapped() {
        return List.of(
                "source /usr/local/Ascend/ascend-toolkit/set_env.sh\n" + SFT,
                ". /usr/local/Ascend/ascend-toolkit/set_env.sh && " + SFT,
                "source /usr/local/Ascend/ascend-toolkit/set_env.sh; export HCCL_CONNECT_TIMEOUT=1200; " + SFT,
                "bash -c '" + SFT + "'",
                "sh -c \"" + SFT + "\"",
                VARIABLES + " bash -c 'sh scripts/qwen/qwen.sh'",
                "bash -lc 'cd /ws/v/llm_train/AscendSpeed && " + SFT + " 2>&1 | tee /tmp/a.log'",
                "docker exec -it ascendspeed bash -c '" + SFT + "'",
                "docker exec -i -u ma-user -w /ws ascendspeed /bin/bash -lc \"" + SFT + "\"",
                "docker exec -e TP=8 -e PP=1 ascendspeed bash -c '" + SFT.replace(" TP=8 PP=1", "") + "'",
                "sudo docker container exec ascendspeed sh -c '" + SFT + "'",
                "ssh -p 2222 root@10.0.0.1 '" + SFT + "'",
                "ssh 10.0.0.1 \"docker exec ascendspeed bash -c '" + SFT + "'\"",
                "ssh -o StrictHostKeyChecking=no node1 " + SFT,
                "sudo -E " + SFT,
                "sudo -E env " + SFT,
                "sudo -u ma-user -E bash -c '" + SFT + "'",
                "su - ma-user -c '" + SFT + "'",
                "nohup env " + SFT + " > train.log 2>&1 &",
                VARIABLES + " nohup sh scripts/qwen/qwen.sh >> train.log 2>&1 &",
                VARIABLES + " nohup bash scripts/qwen/qwen.sh &> train.log &",
                VARIABLES + " timeout 3d sh scripts/qwen/qwen.sh",
                VARIABLES + " timeout -s INT --kill-after=60 3d sh scripts/qwen/qwen.sh",
                VARIABLES + " nice -n 10 ionice -c2 -n7 sh scripts/qwen/qwen.sh",
                VARIABLES + " numactl --cpunodebind=0 --membind=0 setsid sh scripts/qwen/qwen.sh < /dev/null",
                VARIABLES + " time sh -x scripts/qwen/qwen.sh>log 2>&1",
                VARIABLES + " stdbuf -oL sh scripts/qwen/qwen.sh 2>&1 | tee -a out.log | grep -v WARN",
                "env -u LD_PRELOAD " + SFT,
                "export " + VARIABLES + " && sh scripts/qwen/qwen.sh",
                "export " + VARIABLES.replace(" ", "\nexport ")
                        + "\nnohup sh scripts/qwen/qwen.sh &\ntail -f nohup.out",
                "set -x\n( cd /ws/v/llm_train/AscendSpeed; " + SFT + " )",
                "{ " + SFT + "; }",
                "eval \"" + SFT + "\"",
                "tmux new-session -d -s sft '" + SFT + "'",
                "screen -dmS sft bash -c '" + SFT + "'",
                "bash <<EOF\n" + SFT + "\nEOF",
                "ssh node1 bash -s <<'EOF'\n" + SFT + "\nEOF\necho done",
                "srun -N 1 --gres=npu:8 bash -c '" + SFT + "'",
                "conda activate PyTorch-2.1.0\n" + SFT,
                "[root@devserver ~]# " + SFT,
                "$ " + SFT,
                "(PyTorch-2.1.0) [ma-user@devserver AscendSpeed]$ " + SFT,
                "(base) root@node01:/home/ma-user/ws# " + SFT,
                "ma-user@notebook-1:~/ws$ " + SFT,
                "bash-4.2# " + SFT,
                ">>> " + SFT,
                "% " + SFT,
                "[root@devserver ~]# " + VARIABLES + " \\\n> sh scripts/qwen/qwen.sh\n[root@devserver ~]# ",
                " 1023  " + SFT,
                "  512* " + SFT,
                " 1023  2024-05-16 10:00:01 " + SFT,
                "3. " + SFT,
                "```shell\n" + SFT + "\n```",
                "%%bash\n" + SFT,
                "!" + SFT,
                "+ " + SFT,
                "\u001b[32m" + SFT + "\u001b[0m",
                SFT.replace("=", "＝"),
                SFT.replace(" ", "\u00a0"),
                SFT.replace(" ", "\u3000"),
                SFT.replace("TP=8", "TP=“8”").replace("PP=1", "PP=‘1’"),
                SFT.replace("RUN_TYPE=sft", "ＲＵＮ＿ＴＹＰＥ＝ｓｆｔ"),
                "\ufeff" + SFT.replace(" ", " \\\r\n") + "\r\n",
                SFT.replace(" ", " \\ \n"),
                "#!/bin/bash\n# note: it's the one of March\n" + SFT + " # done",
                "DATA=/d\n" + SFT.replace("/d/alpaca_ft", "$DATA/alpaca_ft"),
                "D=/d; N=alpaca\n"
                        + SFT.replace("/d/alpaca_ft", "${D:-/x}/${N}_ft").replace("=8", "=${TPS:-8}"),
                SFT.replace("/d/alpaca_ft", "${A:-${B:-/d}/alpaca_ft}"),
                "# 第一台节点\n" + SFT + "\n...");
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void takesItAsItIs(String text) throws IOException {
        JsonNode json = json(text);

        assertThat(json.get("run_type").asText()).isEqualTo("sft");
        assertThat(values(json))
                .as(json.toPrettyString())
                .containsEntry("dataset-path", "/d/alpaca_ft")
                .containsEntry("tokenizer-path", "/t/Qwen-14B")
                .containsEntry("model-path", "/m/converted")
                .containsEntry("tp", "8")
                .containsEntry("pp", "1")
                .containsEntry("mbs", "2")
                .containsEntry("gbs", "64")
                .containsEntry("seq-len", "4096");
        assertThat(errors(json)).as(json.toPrettyString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "python ./tools/preprocess_data.py",
                "python3 -u tools/preprocess_data.py",
                "python -m tools.preprocess_data",
                "/usr/bin/python3.9 ./tools/preprocess_data.py",
                "nohup python ./tools/preprocess_data.py",
                "cd /ws/v/llm_train/AscendSpeed/ModelLink && python tools/preprocess_data.py"
            })
    void takesAToolHoweverItIsRun(String run) throws IOException {
        JsonNode json = json(PREPARE.replace("python ./tools/preprocess_data.py", run));

        assertThat(values(json)).containsEntry("raw-input", "/data/mine.json").containsEntry("data-workers", "8");
        if (run.startsWith("cd")) {
            assertThat(values(json)).containsEntry("code-dir", "/ws/v/llm_train/AscendSpeed");
        }
    }

    @Test
    void takesAWordAFileAndStandardInputAlike() throws IOException {
        Files.writeString(root.resolve("here/my commands.sh"), PREPARE);

        assertThat(shell.run("import '" + CONVERT + "'").exit()).isEqualTo(ExitCode.OK);
        assertThat(shell.run("import 'my commands.sh'").exit()).isEqualTo(ExitCode.OK);
        assertThat(shell.invokeWith(CONVERT, "import", "-").exit()).isEqualTo(ExitCode.OK);
        assertThat(shell.run("show hf-path; show raw-input").out()).isEqualTo("/data/Qwen-14B\n/data/mine.json\n");
    }

    @Test
    void readsWhatNotepadCallsUnicode() throws IOException {
        Files.write(root.resolve("here/u.txt"), ("\ufeff" + SFT + "\r\n").getBytes(StandardCharsets.UTF_16LE));

        assertThat(shell.run("import u.txt").exit()).isEqualTo(ExitCode.OK);
        assertThat(shell.run("show dataset-path").out()).isEqualTo("/d/alpaca_ft\n");
    }

    @Test
    void aLaterImportTakesNothingBack() {
        assertThat(shell.run("import '" + PREPARE + "'; import '" + CONVERT + "'; import '" + SFT + "'")
                        .exit())
                .isEqualTo(ExitCode.OK);

        assertThat(shell.run("show raw-input; show append-eod; show data-workers; show hf-path; show mbs")
                        .out())
                .isEqualTo("/data/mine.json\non\n8\n/data/Qwen-14B\n2\n");
        shell.run("undo");
        assertThat(shell.run("show raw-input; show hf-path").out()).isEqualTo("/data/mine.json\n/data/Qwen-14B\n");
    }

    @Test
    void norDoesOneOfAnotherProcess() {
        shell.invoke("import", PREPARE);
        shell.invoke("import", CONVERT);
        shell.invoke("import", SFT);

        assertThat(shell.invoke("show", "raw-input").out()).isEqualTo("/data/mine.json\n");
        assertThat(shell.invoke("show", "hf-path").out()).isEqualTo("/data/Qwen-14B\n");
    }

    @Test
    void saysWhatGivesWay() {
        shell.run("use qwen-14b/sft; set lr 1e-4");

        Result result = shell.run("import '" + SFT + "'");

        assertThat(result.err()).contains("lr 1e-4 → not set");
        assertThat(shell.run("undo").err()).contains("lr not set → 1e-4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "use qwen-7b/pretrain; ", "use qwen-7b/pretrain; set work-dir /other; "})
    void undoListsWhatImportListedTheOtherWayRound(String first) {
        shell.run(first + "config");

        List<String> imported = shell.run("import '" + PREPARE + "\nWORK_DIR=/ws " + SFT + "'")
                .err()
                .lines()
                .toList();
        List<String> undone = shell.run("undo").err().lines().toList();

        List<String> back = imported.stream()
                .filter(line -> line.contains(" → ") || line.startsWith("and with it"))
                .map(line -> "in qwen-14b/sft: " + line.replaceFirst("^(\\S+) (.*) → (.*)$", "$1 $3 → $2"))
                .toList();
        assertThat(back).hasSizeGreaterThan(3).anyMatch(line -> line.contains("and with it"));
        assertThat(undone.stream().filter(line -> line.startsWith("in ")).toList())
                .isEqualTo(back);
    }

    @Test
    void aToolTakesNothingSetByHand() {
        shell.run("use qwen-14b/sft; set lr 1e-4; import '" + PREPARE + "'");

        assertThat(shell.run("show lr").out()).isEqualTo("1e-4\n");
    }

    @Test
    void aCommandForOneNodeLetsGoOfTheOthers() {
        String several = "MASTER_ADDR=10.0.0.1 NNODES=2 NODE_RANK=1 " + SFT;

        shell.run("import '" + several + "'");
        assertThat(shell.run("show nnodes").out()).isEqualTo("2\n");
        assertThat(shell.run("import '" + SFT + "'").err()).contains("nnodes 2 → 1");
    }

    @Test
    void takesAFileWhole() throws IOException {
        JsonNode json = json("source set_env.sh\nls -l\nmkdir -p /d\nls /d\n" + PREPARE + "\n" + CONVERT + "\n" + SFT
                + "\n" + MERGE + "\nrm -rf /tmp/cache\n");

        assertThat(texts(json.get("steps"))).containsExactly("data", "weights", "export", "train");
        assertThat(values(json))
                .containsEntry("raw-input", "/data/mine.json")
                .containsEntry("hf-path", "/data/Qwen-14B")
                .containsEntry("tp", "8")
                .containsEntry("model-path", "/m/converted")
                .containsEntry("export", "on");
        assertThat(sentences(json))
                .contains("left out, as a launch needs none of it: source set_env.sh, ls, mkdir")
                .anyMatch(sentence -> sentence.contains("'rm -rf /tmp/cache' is no step of a training; left out"));
        assertThat(errors(json)).isEmpty();
        shell.run("undo");
        assertThat(shell.workbench().state().profile()).isNull();
    }

    @Test
    void takesEachRunTypeOfAFile() throws IOException {
        String pretrain = SFT.replace("sft", "pretrain").replace("/d/alpaca_ft", "/p/a_text_document");
        String plain =
                PREPARE.replace(" --handler-name GeneralInstructionHandler", "").replace("/d/alpaca_ft", "/p/a");

        JsonNode json =
                json(plain.replace("mine", "wiki") + "\n" + pretrain + "\n" + PREPARE + "\n" + CONVERT + "\n" + SFT);

        assertThat(json.get("run_type").asText()).isEqualTo("pretrain");
        assertThat(values(json)).containsEntry("raw-input", "/data/wiki.json").doesNotContainKey("hf-path");
        assertThat(json.get("also").get(0).get("run_type").asText()).isEqualTo("sft");
        assertThat(shell.run("use qwen-14b/sft; show raw-input; show hf-path").out())
                .isEqualTo("/data/mine.json\n/data/Qwen-14B\n");
    }

    @Test
    void namesStepsThatDoNotGoTogether() throws IOException {
        JsonNode json = json(
                PREPARE.replace(" --handler-name GeneralInstructionHandler", "").replace("4096", "2048") + "\n"
                        + CONVERT.replace("parallel-size 8", "parallel-size 4") + "\n" + SFT);

        assertThat(sentences(json))
                .anyMatch(sentence -> sentence.contains("which sft cannot train on; meant is --handler-name"))
                .anyMatch(
                        sentence -> sentence.startsWith("--seq-length 2048 before, but SEQ_LEN=4096 for the training"))
                .anyMatch(sentence -> sentence.startsWith("--target-tensor-parallel-size 4 before, but TP=8"));
        assertThat(values(json)).containsEntry("seq-len", "4096").containsEntry("tp", "8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--output-prefix /p/a --json-keys content | /p/a_content_document | content",
                "--json-keys content --output-prefix /p/a | /p/a_content_document | content",
                "--json-key=content --output-prefix=/p/a | /p/a_content_document | content",
                "--output-prefix /p/a --json-keys title body | /p/a_body_document | body",
                "--json-keys title body --output-prefix /p/a | /p/a_title_document | title",
                "--output-prefix /p/a | /p/a_text_document | ",
            })
    void takesADatasetByTheNameItsColumnGives(String options, String dataset, String column) throws IOException {
        String prepare =
                "python tools/preprocess_data.py --input /data/mine.json --tokenizer-name-or-path /t/Qwen-14B ";
        String train = SFT.replace("sft", "pretrain").replace("/d/alpaca_ft", dataset);

        JsonNode both = json(prepare + options + "\n" + train);

        assertThat(both.toString()).doesNotContain("I17").doesNotContain("I07");
        assertThat(values(both)).containsEntry("dataset-path", dataset);
        assertThat(values(both).get("json-keys")).isEqualTo(column);
        assertThat(both.toString().contains("makes a dataset of each")).isEqualTo(options.contains("title body"));
        shell.run("use qwen-14b/pretrain");
        assertThat(values(json(prepare + options))).containsEntry("dataset-path", dataset.replace("_body_", "_title_"));
    }

    @Test
    void namesADatasetOfAnotherColumn() throws IOException {
        String prepare = "python tools/preprocess_data.py --input /data/mine.json --tokenizer-name-or-path /t/Qwen-14B"
                + " --json-keys content --output-prefix /p/a\n";

        assertThat(sentences(
                        json(prepare + SFT.replace("sft", "pretrain").replace("/d/alpaca_ft", "/p/a_text_document"))))
                .anyMatch(sentence -> sentence.startsWith("--output-prefix /p/a_content_document before, but"));
    }

    @Test
    void readsAMergeAlone() throws IOException {
        JsonNode json = json(MERGE);

        assertThat(texts(json.get("steps"))).containsExactly("export");
        assertThat(values(json)).containsOnlyKeys("hf-path");
        assertThat(json.get("mistakes").get(0).get("remedies").get(0).asText())
                .isEqualTo("weights merge /ws/saved_dir_for_ma_output/Qwen-14B/sft");
    }

    @Test
    void readsTheFiveNodesOfALargeModel() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int rank = 0; rank < 5; rank++) {
            lines.add("# 第" + rank + "台节点\nMASTER_ADDR=10.0.0.1 NNODES=5 NODE_RANK=" + rank + " "
                    + SFT.replace("14B", "72B").replace("PP=1", "PP=5"));
        }

        JsonNode json = json(String.join("\n... ...\n", lines));

        assertThat(json.get("profile").asText()).isEqualTo("qwen-72b");
        assertThat(values(json)).containsEntry("nnodes", "5").containsEntry("node-rank", "0");
        assertThat(errors(json)).isEmpty();
        lines.remove(3);
        assertThat(sentences(json(String.join("\n", lines))))
                .anyMatch(sentence -> sentence.startsWith("NNODES=5, but there are commands for 4 nodes"));
    }

    @Test
    void meansByTildeAndHomeWhatTheShellMeans() throws IOException {
        String home = root.resolve("home").toString();
        JsonNode json = json(SFT.replace("/d/", "~/d/")
                .replace("/t/", "$HOME/t/")
                .replace("=/m/converted", "=\"${HOME}/my model\""));

        assertThat(values(json))
                .containsEntry("dataset-path", home + "/d/alpaca_ft")
                .containsEntry("tokenizer-path", home + "/t/Qwen-14B")
                .containsEntry("model-path", home + "/my model");
        JsonNode quoted = json(SFT.replace("/d/alpaca_ft", "'~/d/alpaca_ft'").replace("/t/Qwen-14B", "'$HOME/t'"));
        assertThat(sentences(quoted))
                .anyMatch(sentence -> sentence.startsWith("DATASET_PATH '~/d/alpaca_ft': in quotes"))
                .anyMatch(sentence -> sentence.startsWith("TOKENIZER_PATH '$HOME/t' only stands for a value"));
        assertThat(sentences(json("ssh node1 '" + SFT.replace("/d/", "~/d/") + "'")))
                .anyMatch(sentence -> sentence.contains("which only that place knows"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(pwd)/d", "`date +%F`", "${D%/}", "$1", "$NEVER/d", "${NEVER}"})
    void namesWhatOnlyTheShellKnows(String value) throws IOException {
        JsonNode json = json(SFT.replace("/d/alpaca_ft", value));

        assertThat(sentences(json))
                .anyMatch(sentence -> sentence.startsWith("DATASET_PATH '" + value + "' only stands"));
        assertThat(values(json)).doesNotContainKey("dataset-path").containsEntry("tp", "8");
    }

    @Test
    void namesArgumentsOfTheScript() throws IOException {
        JsonNode json = json(SFT + " --foo --tensor-model-parallel-size 4");

        assertThat(sentences(json))
                .anyMatch(sentence -> sentence.startsWith(
                        "'--foo --tensor-model-parallel-size 4' stands behind scripts/qwen/qwen.sh: the script"
                                + " gets it as an argument"));
        assertThat(json.toString()).contains("set tp 4");
        assertThat(values(json)).containsEntry("tp", "8");
    }

    @Test
    void namesAListOfDatasetsAndAPathWithABlank() throws IOException {
        assertThat(sentences(json(SFT.replace("/d/alpaca_ft", "\"0.3 /d/a 0.7 /d/b\""))))
                .anyMatch(sentence -> sentence.contains("is a list of datasets"));
        JsonNode blank = json(SFT.replace("/m/converted", "/m/my model"));
        assertThat(values(blank)).containsEntry("model-path", "/m/my model").containsEntry("tp", "8");
        assertThat(sentences(blank)).anyMatch(sentence -> sentence.contains("runs 'model' as the command"));
    }

    @Test
    void namesALoopAndReadsOn() throws IOException {
        JsonNode harmless = json("if [ -f /x ]; then . /x; fi\nfor i in 1 2; do\n  echo $i\ndone\n" + SFT);
        assertThat(errors(harmless)).isEmpty();
        assertThat(sentences(harmless)).anyMatch(sentence -> sentence.startsWith("a loop (for) decides what"));

        Result loop = shell.run("import 'for r in 0 1; do NODE_RANK=$r " + SFT + "; done'");
        assertThat(loop.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(loop.err()).contains("a loop (for) decides");
        Result document = shell.run("import 'cat > run.sh <<EOF\n" + SFT + "\nEOF'");
        assertThat(document.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(document.err()).contains("a here-document is text for 'cat");
    }

    @Test
    void saysWhatAPublicCommandIs() {
        Result result = shell.run("import 'ARGS=\"--tensor-model-parallel-size 8 --micro-batch-size 2\"\n"
                + "torchrun --nproc_per_node 8 pretrain_gpt.py $ARGS --seq-length 4096'");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .contains(
                        "'torchrun' runs pretrain_gpt.py itself, as the public examples do",
                        "set tp 8 mbs 2 seq-len 4096");
        assertThat(shell.run("import 'python -m torch.distributed.launch --nnodes 1 pretrain_gpt.py'")
                        .err())
                .contains("runs pretrain_gpt.py itself");
        assertThat(shell.run("import 'bash examples/qwen/pretrain_qwen_14b_ptd.sh'")
                        .exit())
                .isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void saysThatSudoDropsVariables() throws IOException {
        assertThat(sentences(json(VARIABLES + " sudo sh scripts/qwen/qwen.sh")))
                .anyMatch(sentence -> sentence.startsWith("sudo without -E does not pass variables on"));
    }

    private JsonNode json(String text) throws IOException {
        Files.writeString(root.resolve("here/command"), text);
        Result result = shell.run("import command --json");
        assertThat(result.exit()).as(result.screen()).isIn(ExitCode.OK, ExitCode.FINDINGS);
        return new ObjectMapper().readTree(result.out());
    }

    private static Map<String, String> values(JsonNode json) {
        Map<String, String> values = new HashMap<>();
        json.get("settings")
                .forEach(each -> values.put(
                        each.get("parameter").asText(), each.get("value").asText()));
        return values;
    }

    private static List<String> errors(JsonNode json) {
        List<String> errors = new ArrayList<>();
        json.get("mistakes").forEach(mistake -> {
            if (mistake.get("severity").asText().equals("error")) {
                errors.add(mistake.get("sentence").asText());
            }
        });
        return errors;
    }

    private static List<String> sentences(JsonNode json) {
        List<String> sentences = new ArrayList<>();
        json.get("mistakes")
                .forEach(mistake -> sentences.add(mistake.get("sentence").asText()));
        return sentences;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
