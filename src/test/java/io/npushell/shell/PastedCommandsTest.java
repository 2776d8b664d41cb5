package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of the host's shell, typed or pasted where ours are meant. */
@Timeout(120)
class PastedCommandsTest {
    private static final String TRAINING =
            "MODEL_TYPE=14B RUN_TYPE=pretrain DATASET_PATH=/d TOKENIZER_PATH=/t TP=8 PP=1 sh scripts/qwen/qwen.sh";

    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void start() {
        shell = new ShellHarness(root);
    }

    @Test
    void namesImportWithoutATerminal() {
        Result result = shell.run(TRAINING);

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("begins a command that import takes", "try: import '" + TRAINING + "'");
        assertThat(shell.workbench().state().profile()).isNull();
        Result shot = shell.invoke(TRAINING.split(" "));
        assertThat(shot.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(shot.err()).contains("try: import '" + TRAINING + "'");
    }

    @Test
    void namesImportForACommandOfUnsetVariablesAndForOneWithQuotes() {
        assertThat(shell.run("python tools/preprocess_data.py --input $RAW --output-prefix /ws/Qwen-14B/a")
                        .err())
                .contains("try: import 'python tools/preprocess_data.py --input $RAW");
        Result quoted = shell.run("bash -c '" + TRAINING + "'");
        String line =
                quoted.err().substring(quoted.err().indexOf("import 'bash")).strip();
        assertThat(shell.run(line).exit()).as(line).isEqualTo(ExitCode.OK);
        assertThat(shell.run("show dataset-path").out()).isEqualTo("/d\n");
    }

    @Test
    void namesTheFileThatIsNoScriptOfOurs() throws IOException {
        Files.writeString(root.resolve("here/old.sh"), "export MODEL_TYPE=14B\n" + TRAINING + "\n");

        assertThat(shell.invoke("run", "old.sh").err()).contains("old.sh:1: ", "try: import old.sh");
    }

    @Test
    void saysWhatAPublicCommandIs() {
        Result result = shell.run("torchrun --nproc_per_node 8 pretrain_gpt.py --seq-length 4096");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("as the public examples do", "set seq-len 4096");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "npu-smi info | npus   or   !npu-smi info",
                "docker ps -a | container status   or   !docker ps -a",
                "docker exec -it ascendspeed bash | container enter   or   !docker exec",
                "sed -i s/a/b/ x | !sed -i s/a/b/ x",
                "ls -l | !ls -l",
                "cd /ws | set work-dir /ws",
                "export TP=8 | set tp 8",
                "TP=8 | set tp 8",
                "export TP=8 PP=1 | set tp 8 pp 1",
                "export PYTHONPATH=$PYTHONPATH:/ws/x/llm_train/AscendSpeed/ModelLink | data prepare   or   weights convert",
                "export HCCL_CONNECT_TIMEOUT=1200 | profile list, then profile show NAME",
                "cat /etc/hosts | !cat /etc/hosts",
                "less train.log | !less train.log",
                "tail -f x.log | !tail -f x.log",
                "tail -n 20 x.log | !tail -n 20 x.log",
                "cat /ws/.npu-shell/sessions/0013-qwen-14b-pretrain/run.log | log 13   or   !cat",
                "cd /ws/v1/llm_train/AscendSpeed/ModelLink/ | set code-dir /ws/v1/llm_train/AscendSpeed   or   !cd",
                "cd /home/ma-user/ws/xxx-Ascend/llm_train/AscendSpeed/ | show code-dir   or   !cd",
                "unzip code.zip | workspace unpack code.zip   or   !unzip code.zip",
                "source /home/ma-user/.bashrc | profile list, then profile show NAME",
                ". /usr/local/Ascend/ascend-toolkit/set_env.sh | profile list, then profile show NAME",
                "conda activate PyTorch-2.1.0 | profile list, then profile show NAME",
            })
    void namesOurCommandOrTheHostsProgram(String line, String remedy) {
        Result result = shell.run(line);

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("try: " + remedy);
    }

    @Test
    void namesTheEnvironmentOfTheProfileForAFileThatSetsOneUp() throws IOException {
        shell.run("use qwen-14b");
        Files.writeString(root.resolve("here/setenv.sh"), "export HCCL_IF_IP=10.0.0.1\n");

        assertThat(shell.run("source /usr/local/Ascend/ascend-toolkit/set_env.sh")
                        .err())
                .contains("it begins with the environment of profile qwen-14b, which does the same")
                .contains("try: profile show qwen-14b");
        Result own = shell.run("source setenv.sh");
        assertThat(own.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(own.err())
                .contains("a session sees nothing of it")
                .contains("try: profile new NAME --from qwen-14b, with '- . setenv.sh' under its environment");
    }

    @Test
    void namesImportForAScriptOfTheHostThatTrains() throws IOException {
        String setUp =
                "#!/bin/bash\nsource /usr/local/Ascend/ascend-toolkit/set_env.sh\nexport HCCL_CONNECT_TIMEOUT=1200\n";
        Files.writeString(root.resolve("here/all.sh"), setUp + TRAINING + "\n");
        Files.writeString(root.resolve("here/none.sh"), setUp);

        Result trains = shell.run("source all.sh");
        assertThat(trains.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(trains.err()).contains("try: import all.sh\n");
        assertThat(shell.run("import all.sh").exit()).isEqualTo(ExitCode.OK);
        assertThat(shell.run("source none.sh").err()).contains("sets up a shell of the host");
    }

    @Test
    void quietStillSaysWhyAnImportFailed() {
        for (String line : List.of("FOO=1 " + TRAINING, TRAINING.replace("TP=8", "TP=x"))) {
            for (String rest : List.of("", " --dry-run")) {
                Result result = shell.invoke("-q", "-c", "import '" + line + "'" + rest);
                assertThat(result.exit()).isEqualTo(ExitCode.FINDINGS);
                assertThat(result.out()).isEmpty();
                assertThat(result.err()).as(line).startsWith("  error I0").doesNotContain("warning", " → ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "explain P99 | NOT_FOUND | no finding P99 | help findings",
                "explain z9 | NOT_FOUND | no finding Z9 | help findings",
                "findings | USAGE | unknown command 'findings' | help findings",
                "y | USAGE | unknown command 'y' | help",
            })
    void guessesNoOtherWordForACodeOrALetter(String line, ExitCode exit, String said, String remedy) {
        Result result = shell.run(line);

        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.err()).contains(said).contains("try: " + remedy + "\n");
    }

    @Test
    void takesACommandBehindImportWithoutQuotes() {
        Result tool = shell.run("import python tools/checkpoint/util.py --model-type GPT --loader qwen_hf \\\n"
                + " --saver megatron --target-tensor-parallel-size 8 \\ #TP --load-dir $HOME/tokenizers/Qwen-14B"
                + " --save-dir \"/a b\" --add-qkv-bias");
        assertThat(tool.exit()).as(tool.err()).isEqualTo(ExitCode.OK);
        assertThat(shell.run("show model-path").out()).isEqualTo("/a b\n");
        assertThat(shell.run("import " + TRAINING.replace("TP=8", "TP=4") + " --dry-run")
                        .err())
                .contains("tp 8 → 4");
        assertThat(shell.run("show tp").out()).isEqualTo("8\n");

        Result shot = shell.invoke(("import python tools/checkpoint/util.py --target-tensor-parallel-size 4 --load-dir"
                        + " /t/tokenizers/Qwen-14B --json")
                .split(" "));
        assertThat(shot.exit()).as(shot.err()).isEqualTo(ExitCode.OK);
        assertThat(shot.out()).contains("\"value\" : \"4\"");
    }

    @Test
    void aPasteIsShownAndThenReadyToBeEntered() {
        try (Keyboard keys = new Keyboard(shell, "xterm-256color")) {
            paste(keys, "cd /ws/v1/llm_train/AscendSpeed\r" + TRAINING.replace(" TP", " \\\r TP"));
            keys.type(Keyboard.ENTER).waitFor("qwen-14b/pretrain  from scripts/qwen/qwen.sh");
            keys.waitFor("npu-shell › ");
            keys.waitFor("import 'cd /ws/v1");
            assertThat(shell.workbench().state().profile()).isNull();
            keys.type(Keyboard.ENTER).waitFor("qwen-14b/pretrain*! › ");
        }
        assertThat(shell.run("show dataset-path; show code-dir").out()).isEqualTo("/d\n/ws/v1/llm_train/AscendSpeed\n");
    }

    @Test
    void keysThatWaitBehindACommandOfTheHostAreALineOfTheirOwn() {
        try (Keyboard keys = new Keyboard(shell, "xterm-256color", new org.jline.terminal.Size(400, 30))) {
            keys.type(TRAINING + Keyboard.ENTER + "echo ahead" + Keyboard.ENTER).waitFor("\nahead\r\n");
            keys.waitFor("› ");
            assertThat(keys.printed()).contains("try: import '" + TRAINING + "'\r\n");
            assertThat(shell.workbench().state().profile()).isNull();

            keys.type(Keyboard.UP, Keyboard.UP, Keyboard.ENTER).waitFor("qwen-14b/pretrain*! › ");
        }
        assertThat(shell.run("show dataset-path").out()).isEqualTo("/d\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"import ", "  import --dry-run "})
    void aPasteBehindTheWordImportIsWhatIsImported(String typed) {
        try (Keyboard keys = new Keyboard(shell, "xterm-256color", new org.jline.terminal.Size(400, 30))) {
            keys.type(typed);
            paste(keys, "# x\r" + TRAINING);
            keys.type(Keyboard.ENTER).waitFor("qwen-14b/pretrain  from scripts/qwen/qwen.sh");
            keys.waitFor("npu-shell › ");
            keys.waitFor("import '# x");
            assertThat(keys.printed()).doesNotContain("I15", "'import ");
            assertThat(shell.workbench().state().profile()).isNull();

            keys.type(Keyboard.ENTER).waitFor("qwen-14b/pretrain*! › ");
        }
        assertThat(shell.run("show dataset-path").out()).isEqualTo("/d\n");
    }

    @Test
    void aPastedImportInQuotesIsRunAndTheCommandBehindItNamed() {
        try (Keyboard keys = new Keyboard(shell, "xterm-256color", new org.jline.terminal.Size(400, 30))) {
            paste(keys, "import '" + TRAINING + "'\r" + TRAINING.replace("TP=8", "TP=4"));
            keys.type(Keyboard.ENTER).waitFor("qwen-14b/pretrain  from scripts/qwen/qwen.sh");
            keys.waitFor("try: import '" + TRAINING.replace("TP=8", "TP=4") + "'");
            keys.waitFor("qwen-14b/pretrain*! › ");
            assertThat(keys.printed()).doesNotContain("I15");
        }
        assertThat(shell.run("show tp").out()).isEqualTo("8\n");
    }

    @Test
    void aLoneLineEndThatWaitsImportsNothing() {
        try (Keyboard keys = new Keyboard(shell, "xterm-256color", new org.jline.terminal.Size(400, 30))) {
            keys.type(TRAINING + Keyboard.ENTER + "\n").waitFor("try: import '" + TRAINING + "'\r\n");
            keys.waitFor("npu-shell › ");
            keys.waitFor("npu-shell › ");
            keys.enter("echo here", "\nhere\r\n");
            assertThat(shell.workbench().state().profile()).isNull();
        }
    }

    @Test
    void theManualsCommandsAreTakenOneAfterTheOther() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("src/test/resources/manual/one-liners.txt")));
        List<String> tools = Files.readAllLines(Path.of("src/test/resources/manual/tool-commands.txt"));
        shell.run("use qwen-14b");
        try (Keyboard keys = new Keyboard(shell, "xterm-256color", new org.jline.terminal.Size(4000, 30))) {
            for (String line : lines) {
                paste(keys, line);
                keys.type(Keyboard.ENTER).waitFor("  from scripts/qwen/qwen.sh");
                keys.waitFor("import '");
                keys.type(Keyboard.ENTER).waitFor("  from scripts/qwen/qwen.sh");
                keys.waitFor("› ");
            }
            for (String line : tools) {
                paste(keys, line);
                if (line.endsWith("\\")) { // the manual's backslash too many: the shell waits for another line, too
                    keys.type(Keyboard.ENTER);
                }
                keys.type(Keyboard.ENTER).waitFor("  from ");
                keys.waitFor("import '");
                keys.type(Keyboard.ENTER).waitFor("  from ");
                keys.waitFor("› ");
            }
        }
        assertThat(shell.run("use qwen-14b/sft; show model-path; show handler").out())
                .isEqualTo("/home/ma-user/ws/processed_for_ma_input/Qwen-14B/converted_weights\n"
                        + "GeneralInstructionHandler\n");
        assertThat(shell.run("use qwen-14b/pretrain; show dataset-path").out())
                .isEqualTo("/home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/pretrain/alpaca_text_document\n");
        assertThat(shell.run("use qwen-14b/lora; show mbs").out()).isEqualTo("4\n");
    }

    /** As a terminal sends what is pasted: in one piece, between two marks. */
    private static void paste(Keyboard keys, String text) {
        keys.type("\u001b[200~" + text + "\u001b[201~");
    }
}
