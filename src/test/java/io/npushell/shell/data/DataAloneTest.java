package io.npushell.shell.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.data.IndexedDataset;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** data prepare as upstream's command line has it, with no profile in use. */
@Timeout(60)
class DataAloneTest {
    private static final Path TOKENIZER = Path.of("profiles/qwen-nano").toAbsolutePath();

    @TempDir
    Path root;

    private ShellHarness shell;
    private Path input;
    private Path prefix;

    @BeforeEach
    void start() throws IOException {
        shell = new ShellHarness(root);
        input = Files.writeString(
                root.resolve("a.jsonl"),
                "{\"text\": \"The operator looked at the log.\", \"title\": \"Log\"}\n".repeat(5) + "{\"text\": \""
                        + "river ".repeat(5000) + "\", \"title\": \"Long\"}\n");
        prefix = root.resolve("out/a");
    }

    @Test
    void preparesWhatTheCommandLineSaysWholly() {
        Result result = run("--inp " + input + " --tokenizer-name " + TOKENIZER + " --output " + prefix
                + " --tokenizer-type PretrainedFromHF --work 2 --log-interval 1000 --json-key text title");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.err())
                .contains("dataset " + prefix + "_text_document: 6 documents, ")
                .contains("dataset " + prefix + "_title_document: 6 documents, ")
                .doesNotContain("profile");
        assertThat(IndexedDataset.inspect(root.resolve("out/a_text_document")).sequences())
                .as("nothing is too long where no length is said")
                .isEqualTo(6);
    }

    @Test
    void makesAnewWhatOfSeveralIsNotThere() throws IOException {
        String line = "--input " + input + " --tokenizer-name-or-path " + TOKENIZER + " --output-prefix " + prefix;
        assertThat(run(line).exit()).isEqualTo(ExitCode.OK);
        assertThat(run(line).err()).contains("nothing to do");

        Result both = run(line + " --json-keys text title");
        assertThat(both.exit()).as(both.err()).isEqualTo(ExitCode.OK);
        assertThat(both.err()).contains("made without a sound a_title_document");
        assertThat(run(line + " --json-keys text title").err()).contains("nothing to do");

        Result shorter = run(line + " --seq-length 100");
        assertThat(shorter.err()).contains("made for sequences of any length");
        assertThat(IndexedDataset.inspect(root.resolve("out/a_text_document")).sequences())
                .isEqualTo(5);
    }

    @Test
    void preparesInstructionsWhereTheHandlerMakesThem() throws IOException {
        Path moss = Files.writeString(
                root.resolve("moss.jsonl"),
                "{\"chat\": {\"turn_1\": {\"Human\": \"Name a river.\", \"MOSS\": \"Rhine.\"}}}\n");

        Result result = run("--input " + moss + " --tokenizer-name-or-path " + TOKENIZER + " --output-prefix " + prefix
                + " --handler MOSSInstructionHandler --append-eod");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.err()).contains("dataset " + prefix + ": 1 document, ");
        assertThat(shell.run("data inspect " + prefix).out()).contains("MOSSInstructionHandler, without end marks");
    }

    @Test
    void saysWhatIsMissingInOptionsNotInSettings() {
        Result nothing = run("--input " + input);
        assertThat(nothing.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(nothing.err())
                .startsWith(
                        "no profile is in use, and without one data prepare needs --tokenizer-name-or-path, --output-prefix\n");

        Result gone = run("--input /gone --tokenizer-name-or-path /gone --output-prefix " + prefix);
        assertThat(gone.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(gone.err())
                .contains("try: --input FILE", "try: --tokenizer-name-or-path DIRECTORY")
                .doesNotContain("set raw-input", "set tokenizer-path");

        Result type = run("--input " + input + " --tokenizer-name-or-path " + TOKENIZER + " --output-prefix " + prefix
                + " --tokenizer-type BertWordPieceLowerCase");
        assertThat(type.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(type.err()).startsWith("--tokenizer-type BertWordPieceLowerCase cannot be had here");

        Result twice = run("--input " + input + " --tokenizer-name-or-path " + TOKENIZER + " --output-prefix " + prefix
                + " --json-keys text text");
        assertThat(twice.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(twice.err()).startsWith("--json-keys names a column twice: text text");
    }

    @Test
    void keepsOtherCommandsOfSuchASessionWorking() {
        assertThat(run("--input " + input + " --tokenizer-name-or-path " + TOKENIZER + " --output-prefix " + prefix)
                        .exit())
                .isEqualTo(ExitCode.OK);

        Result shown = shell.run("sessions; show 1; log 1");
        assertThat(shown.exit()).as(shown.err()).isEqualTo(ExitCode.OK);
        assertThat(shown.out()).contains("“data prepare”").doesNotContain("seq-len");
        assertThat(shell.run("resume 1").exit()).isNotEqualTo(ExitCode.BUG).isNotEqualTo(ExitCode.OK);
    }

    @Test
    void namesTheOptionForAFileThatStandsAlone() {
        assertThat(shell.run("data prepare 'my file.jsonl'").err())
                .isEqualTo("data prepare takes no 'my file.jsonl'\n  try: data prepare --input 'my file.jsonl'\n");
    }

    @Test
    void takesSeveralColumnsUnderAProfileToo() {
        Result result = shell.run("use qwen-nano/pretrain; set work-dir '" + shell.workspace()
                + "'; data prepare --input " + input + " --json-keys text title");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        Path data = shell.workspace().resolve("processed_for_ma_input/Qwen-nano/data/pretrain");
        assertThat(data.resolve("a_text_document.bin")).exists();
        assertThat(data.resolve("a_title_document.bin")).exists();
    }

    private Result run(String options) {
        return shell.run("data prepare " + options);
    }
}
