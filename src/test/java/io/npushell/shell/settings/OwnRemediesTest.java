package io.npushell.shell.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.shell.ShellHarness;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a command of ours brings what is missing, the finding names it. */
class OwnRemediesTest {
    @TempDir
    Path root;

    @Test
    void anEmptyWorkspaceIsFilledByOurOwnCommands() {
        String findings = new ShellHarness(root).run("use qwen-14b; check").out();

        assertThat(findings)
                .contains(
                        "try: workspace unpack   or   set code-dir DIRECTORY",
                        "try: workspace fetch tokenizer   or   set tokenizer-path DIRECTORY",
                        "try: workspace fetch data   or   set raw-input FILE");
    }

    /** The download would come to another place. */
    @Test
    void whatTheOperatorNamedIsNotFetched() {
        String findings = new ShellHarness(root)
                .run("use qwen-14b; set raw-input /gone.parquet tokenizer-path /gone; check")
                .out();

        assertThat(findings)
                .contains("try: set tokenizer-path DIRECTORY", "try: set raw-input FILE")
                .doesNotContain("workspace fetch");
    }
}
