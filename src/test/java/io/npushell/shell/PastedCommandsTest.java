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
            })
    void namesOurCommandOrTheHostsProgram(String line, String remedy) {
        Result result = shell.run(line);

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("try: " + remedy);
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
