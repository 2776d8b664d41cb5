package io.npushell.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.view.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellCommandsTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void start() {
        shell = new ShellHarness(root);
    }

    @Test
    void giveHostCommandsAllThatEchoShows() {
        shell.run("use qwen-nano; set work-dir " + shell.workspace());

        assertThat(shell.run("echo $WORK_DIR; !echo \"$WORK_DIR/tmp\"").outLines())
                .containsExactly(
                        shell.workspace().toString(),
                        shell.workspace().resolve("tmp").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"set mbs＝2", "set　mbs　2", "set mbs\u00a02", "set\u202fMBS＝2"})
    void readTheWideSignsOfAnInputMethod(String line) {
        shell.run("use qwen-nano");

        assertThat(shell.run(line).exit()).isEqualTo(ExitCode.OK);
        assertThat(shell.run("show mbs").out()).isEqualTo("2\n");
    }

    @Test
    void leaveAWideSignWithinAValueAlone() {
        shell.run("use qwen-nano");

        shell.run("set raw-input=/data/a＝b.jsonl");

        assertThat(shell.run("show raw-input").out()).isEqualTo("/data/a＝b.jsonl\n");
    }

    @Test
    void showNoDifferenceWhereThereIsNone() {
        assertThat(shell.run("use qwen-nano; set mbs 4; diff").err()).endsWith("everything is as the profile has it\n");
    }

    @Test
    void explainAFindingByItsCode() {
        assertThat(shell.run("explain p07").out())
                .startsWith("P07  Global batch, micro batch and data parallel\n")
                .contains("GBS must be divisible");
        assertThat(shell.runJson("explain P07").out())
                .contains("\"schema\" : \"npu-shell/finding/1\"", "\"code\" : \"P07\"");
        assertThat(shell.run("explain X99").exit()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void showTheNewestLinesOfTheHistory() throws IOException {
        Files.writeString(
                shell.home().resolve("history"),
                "1772600000000:use qwen-nano\n1772600001000:set mbs 2\n1772600002000:plan\n");

        assertThat(shell.run("history 2").out()).isEqualTo("    2  set mbs 2\n    3  plan\n");
        assertThat(shell.run("history 0").exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void showNothingOfAHistoryThatIsNotThere() {
        assertThat(shell.run("history").screen()).isEmpty();
    }

    @Test
    void clearNothingWithoutAScreen() {
        assertThat(shell.run("clear").screen()).isEmpty();
    }

    @Test
    void helpNamesItsTopicsOnOneScreen() {
        assertThat(shell.onTerminal(80).run("help").screen().lines())
                .hasSizeLessThanOrEqualTo(22)
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.startsWith("training    adopt, "))
                .anyMatch(line -> line.startsWith("and         findings, parameters, exit-codes, keys"))
                .anyMatch(line -> line.startsWith("help TOPIC, COMMAND, PARAMETER or CODE"))
                .anyMatch(line -> line.startsWith("Tab "));
    }

    @Test
    void helpListsTheCommandsOfEachTopicOnOneScreen() {
        for (CommandGroup group : CommandGroup.values()) {
            assertThat(shell.onTerminal(80)
                            .run("help " + group.topic())
                            .screen()
                            .lines())
                    .as(group.topic())
                    .hasSizeBetween(2, 22)
                    .allMatch(line -> Text.width(line) <= 80);
        }
        assertThat(shell.run("help all").outLines().size())
                .isGreaterThan(shell.run("help").outLines().size());
    }

    @Test
    void helpAndExplainKnowTheCodesOfImport() {
        assertThat(shell.run("help i04").out())
                .startsWith("I04  what import objects to in a command (error)\n")
                .contains("a variable that the script does not read");
        assertThat(shell.run("explain I04").out())
                .isEqualTo(shell.run("help I04").out());
        assertThat(shell.run("explain I04 --json").out()).contains("\"code\" : \"I04\"");
    }

    @Test
    void helpIsAQuestionMarkToo() {
        assertThat(shell.run("? tp").out()).isEqualTo(shell.run("help tp").out());
    }

    @Test
    void endAScriptWithTheExitCodeThatIsSaid() {
        assertThat(shell.run("exit 3; echo never").out()).isEmpty();
        assertThat(shell.run("exit 256").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("exit x").err()).startsWith("'x' is no exit code: a whole number from 0 to 255\n");
    }

    @Test
    void sayWhichValuesOfAPresetDoNotCount() {
        shell.run("use qwen-14b/pretrain; set tp 4 pp 2; preset save a; set tp 2 pp 4");

        assertThat(shell.run("preset use a").err())
                .contains("preset a in use: pp 2, tp 4\n")
                .contains("what you set yourself still counts: pp 4, tp 2\n  try: unset pp tp\n");
        shell.run("unset pp tp");
        assertThat(shell.run("show tp").out()).isEqualTo("4\n");
    }
}
