package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MadeTest {
    @TempDir
    Path root;

    @Test
    void aPreparedDatasetIsNamedWithItsSizeAlsoWhereItWasThereAlready() throws Exception {
        ShellHarness shell = new ShellHarness(root);
        Files.writeString(shell.directory().resolve("a.txt"), "The operator came at four.\n");
        Files.writeString(shell.directory().resolve("bad.json"), "{\"x\": ");
        String prefix = root.resolve("home/npu-work/processed_for_ma_input/Qwen-nano/data/pretrain/a_text_document")
                .toString();
        String sentence = "dataset " + prefix + ": 1 document, ";

        Result made = shell.run("use qwen-nano; set raw-input a.txt; set dataset-path " + prefix + "; data prepare");
        assertThat(made.exit()).as(made.err()).isEqualTo(ExitCode.OK);
        assertThat(made.err()).contains("Session 1 completed\n" + sentence).endsWith(" tokens\n");

        assertThat(shell.run("data prepare").err()).contains("nothing to do: ", "\n" + sentence);
        assertThat(shell.run("data prepare --input bad.json").err())
                .contains("Session 2 failed")
                .doesNotContain("dataset " + prefix);
    }
}
