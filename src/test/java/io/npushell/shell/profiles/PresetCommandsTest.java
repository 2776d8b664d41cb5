package io.npushell.shell.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** preset *: put aside, shown, used again, handed on. */
class PresetCommandsTest {
    @TempDir
    Path root;

    private ShellHarness shell;
    private Path file;

    @BeforeEach
    void saveOne() {
        shell = new ShellHarness(root);
        file = shell.home().resolve("presets/small.yaml");
        shell.run("use qwen-14b/sft; set mbs 4 lr 1e-5; preset save small --note 'for node 3'");
    }

    @Test
    void holdsWhatTheOperatorSetAndNothingDerived() throws IOException {
        assertThat(Files.readString(file)).isEqualTo("""
                name: small
                profile: qwen-14b
                run-type: sft
                note: "for node 3"
                settings:
                  lr: 1e-5
                  mbs: 4
                """);
    }

    @Test
    void isListedAndShown() {
        assertThat(shell.run("preset list").out()).isEqualTo("""
                preset  for           settings
                small   qwen-14b/sft         2  for node 3
                """);
        assertThat(shell.run("preset show small").out()).isEqualTo("""
                small  for qwen-14b/sft  for node 3
                  lr   1e-5  peak learning rate
                  mbs  4     samples one device works on at a time
                """);
        assertThat(shell.runJson("preset list").out()).isEqualToIgnoringWhitespace("""
                {"schema": "npu-shell/presets/1", "presets": [
                  {"name": "small", "profile": "qwen-14b", "run_type": "sft", "note": "for node 3", "problem": null}]}
                """);
        assertThat(shell.runJson("preset show small").out()).isEqualToIgnoringWhitespace("""
                {"schema": "npu-shell/preset/1", "name": "small", "profile": "qwen-14b", "run_type": "sft", "note": "for node 3",
                 "settings": [{"parameter": "lr", "value": "1e-5"}, {"parameter": "mbs", "value": "4"}]}
                """);
    }

    @Test
    void liesUnderWhatTheOperatorSets() {
        assertThat(shell.run("reset; preset use small").err()).isEqualTo("""
                mbs 4 → 2
                lr 1e-5 → not set
                mbs 2 → 4
                lr not set → 1e-5
                preset small in use: lr 1e-5, mbs 4
                """);
        shell.run("set mbs 1");
        assertThat(shell.run("diff").out()).isEqualTo("""
                mbs  2        → 1     operator
                lr   not set  → 1e-5  preset
                """);
        assertThat(shell.run("unset mbs").err()).isEqualTo("mbs 1 → 4\n");
    }

    @Test
    void goesToItsOwnProfileAndBackWithUndo() {
        shell.run("reset; use qwen-nano");

        assertThat(shell.run("preset use small").err())
                .isEqualTo("qwen-nano/sft → qwen-14b/sft\npreset small in use: lr 1e-5, mbs 4\n");
        assertThat(shell.run("undo").err()).isEqualTo("""
                undone: preset use small
                qwen-14b/sft → qwen-nano/sft
                in qwen-14b/sft: mbs 4 → 2
                in qwen-14b/sft: lr 1e-5 → not set
                """);
    }

    /** It once went to the profile first and noticed then that there is none. */
    @Test
    void changesNothingWhereItsProfileIsGone() throws IOException {
        Files.writeString(file, Files.readString(file).replace("qwen-14b", "gone-14b"));

        Result result = shell.run("preset use small");

        assertThat(result.exit()).isNotEqualTo(ExitCode.OK);
        assertThat(shell.workbench().state().title()).isEqualTo("qwen-14b/sft");
    }

    @Test
    void isHandedOnAsAFile() throws IOException {
        assertThat(shell.run("preset export small").out()).isEqualTo(Files.readString(file));
        assertThat(shell.run("preset export small out.yaml; preset delete small; preset import out.yaml")
                        .err())
                .isEqualTo("written to " + shell.directory() + "/out.yaml\npreset small deleted\n"
                        + "preset small imported: preset use small\n");
        assertThat(shell.run("preset show small").exit()).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "preset save small         | CONFLICT  | HOME/presets/small.yaml exists already | repeat with --overwrite, or choose another name",
                "reset; preset save other  | USAGE     | there is nothing to save: qwen-14b/sft is as the profile has it | set NAME VALUE",
                "preset use nope           | NOT_FOUND | no preset 'nope' | preset list",
                "preset delete nope        | NOT_FOUND | no preset 'nope' | preset list",
            })
    void refusesWithARemedy(String line, ExitCode exit, String message, String remedy) {
        Result result = shell.run(line);

        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.err().replace(shell.home().toString(), "HOME"))
                .endsWith(message + "\n  try: " + remedy + "\n");
    }

    @Test
    void sayThatThereAreNone() {
        assertThat(new ShellHarness(root.resolve("other")).run("preset list").err())
                .isEqualTo("no presets yet: preset save NAME\n");
    }
}
