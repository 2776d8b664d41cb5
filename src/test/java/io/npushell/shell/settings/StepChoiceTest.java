package io.npushell.shell.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --from} and {@code --only} of plan and launch. */
class StepChoiceTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void useTheNanoModel() throws IOException {
        shell = new ShellHarness(root);
        Path raw = Files.writeString(root.resolve("story.txt"), "Once upon a time.\n".repeat(400));
        shell.run("use qwen-nano/pretrain; set raw-input " + raw + " work-dir " + shell.workspace());
    }

    @Test
    void onlyLeavesTheOthersOut() {
        assertThat(steps("plan --only data")).containsExactly("data");
        assertThat(steps("plan --only data --only train")).containsExactly("data", "train");
        shell.run("set export on");
        assertThat(steps("plan")).containsExactly("data", "train", "export");
    }

    @Test
    void fromRunsTheRestAndWantsWhatWouldHaveComeBefore() {
        shell.run("set export on");

        assertThat(steps("plan --from train")).containsExactly("train", "export");
        assertThat(shell.run("launch --from train").exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(shell.run("launch --from train").err())
                .contains("does not exist, and the data step is left out")
                .contains("try: launch --from data");
    }

    @Test
    void theExportAfterATrainingMergesWhatThatTrainingSaves() {
        shell.run("set export on; set train-iters 7");

        assertThat(shell.run("plan --from data --commands").out())
                .contains(" --load-dir " + shell.workspace() + "/saved_dir_for_ma_output/Qwen-nano/pretrain ")
                .doesNotContain("nothing can be merged");
        assertThat(shell.run("plan --only export").out()).contains("nothing can be merged");
    }

    @Test
    void refusesWhatIsNoStepOfTheRun() {
        assertThat(shell.run("launch --from lunch").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("launch --from lunch").err())
                .startsWith("'lunch' is no step; the steps are data, weights, train and export");
        assertThat(shell.run("launch --from weights").err()).startsWith("pretrain has no step weights");
        assertThat(shell.run("launch --from export").err()).startsWith("export is off");
        assertThat(shell.run("launch --from data --only data").err())
                .startsWith("--from and --only contradict each other");
    }

    private List<String> steps(String command) {
        return shell.run(command).outLines().stream()
                .filter(line -> line.matches("  \\d .*"))
                .map(line -> line.strip().split(" +")[1])
                .toList();
    }
}
