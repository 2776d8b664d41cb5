package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.plan.NodeCommand;
import io.npushell.plan.Step;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunScriptTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/run-script/two-steps.sh");

    @TempDir
    Path directory;

    @Test
    void spellsTheStepsOfItsNode() throws IOException {
        Step data = step(
                Step.Kind.DATA,
                "train it's.jsonl → alpaca_text_document",
                new NodeCommand(
                        0,
                        List.of(),
                        "/ws",
                        Map.of(),
                        List.of("/usr/bin/java", "-cp", "/b/step.jar", "io.npushell.step.Main", "data")));
        Step train = step(
                Step.Kind.TRAIN,
                "scripts/qwen/qwen.sh, 200 iterations",
                new NodeCommand(
                        0,
                        List.of(". /usr/local/Ascend/ascend-toolkit/set_env.sh"),
                        "/ws/xxx Ascend/llm_train/AscendSpeed",
                        new TreeMap<>(Map.of("MODEL_TYPE", "14B", "TP", "8")),
                        List.of("sh", "scripts/qwen/qwen.sh")),
                new NodeCommand(1, List.of(), "/other", Map.of(), List.of("never")));

        String text = RunScript.text("Session 13: qwen-14b/pretrain\nnot a second line", List.of(data, train), 0);

        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, text);
        }
        assertThat(text).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void handsOnNothingOfTheCallersEnvironmentButWhatIsListed() throws Exception {
        script(step("env | LC_ALL=C sort >seen", Map.of("TP", "8")));

        assertThat(run(Map.of("TP", "4", "PYTHONPATH", "/stale", "HOME", "/a home", "LC_ALL", "C")))
                .isZero();

        assertThat(Files.readAllLines(directory.resolve("seen")))
                .contains("TP=8", "HOME=/a home", "LC_ALL=C")
                .noneMatch(line -> line.startsWith("PYTHONPATH") || line.startsWith("NPU_SHELL_STATE"));
    }

    @Test
    void recordsTheStepItIsIn() throws Exception {
        Path state = Files.createDirectory(directory.resolve("state"));
        script(step("cat state/step >seen", Map.of()));

        assertThat(run(Map.of("NPU_SHELL_STATE", state.toString()))).isZero();

        assertThat(directory.resolve("seen")).hasContent("train");
    }

    @Test
    void stopsAtTheFirstStepThatFailsWithItsCode() throws Exception {
        script(step("exit 3", Map.of()), step("touch second", Map.of()));

        assertThat(run(Map.of())).isEqualTo(3);

        assertThat(directory.resolve("second")).doesNotExist();
        assertThat(output()).contains("[npu-shell] step train ended with exit code 3");
    }

    @Test
    void speaksOnLinesOfItsOwnAfterABarWithoutALinesEnd() throws Exception {
        script(step("printf 'Train:  60%%'; exit 3", Map.of()));

        assertThat(run(Map.of())).isEqualTo(3);

        assertThat(output().lines()).contains("Train:  60%", "[npu-shell] step train ended with exit code 3");
    }

    @Test
    void judgesAStepOfSeveralCommandsByTheLastOne() throws Exception {
        script(step(Step.Kind.DATA, "two", sh("exit 3"), sh("touch looked")), step("touch next", Map.of()));
        assertThat(run(Map.of())).isZero();
        assertThat(directory.resolve("looked")).exists();
        assertThat(directory.resolve("next")).exists();
        assertThat(output()).contains("[npu-shell] ended with exit code 3; what it left is looked at now");

        script(step(Step.Kind.DATA, "two", sh("exit 0"), sh("exit 4")), step("touch never", Map.of()));
        assertThat(run(Map.of())).isEqualTo(4);
        assertThat(directory.resolve("never")).doesNotExist();
    }

    @Test
    void asksHowTheTrainingEndedBeforeAStepThatFollows() throws Exception {
        Path state = Files.createDirectory(directory.resolve("state"));
        String line = " iteration %8d/      20 | consumed samples: 64 | elapsed time per iteration (ms): 1.0 | lm loss:"
                + " 5.0E+00 |";
        String training = "echo '" + line.formatted(1) + "'; echo '" + line.formatted(2) + "'; printf 'Train:  10%%'";

        judged(step(training + "; exit 0", Map.of()), step(Step.Kind.EXPORT, "x", sh("touch exported")));
        assertThat(run(Map.of("NPU_SHELL_STATE", state.toString()))).isEqualTo(20);
        assertThat(directory.resolve("exported")).doesNotExist();
        assertThat(Files.readAllLines(directory.resolve("run.log")))
                .endsWith(
                        "Train:  10%",
                        "[npu-shell] step train ended with exit code 0, yet failed: log ends at iteration 2 of 20");
        assertThat(state.resolve("steps")).content().contains("ended train 20");

        judged(
                step(training + "; echo; echo '[after training is done] x'", Map.of()),
                step(Step.Kind.EXPORT, "x", sh("touch exported")));
        assertThat(run(Map.of("NPU_SHELL_STATE", state.toString()))).isZero();
        assertThat(directory.resolve("exported")).exists();
    }

    /** Asks the program that is asked in a session too. */
    private void judged(Step... steps) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String classes = Stream.of(System.getProperty("java.class.path").split(":"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(":"));
        Files.deleteIfExists(directory.resolve("run.log"));
        Files.writeString(
                directory.resolve("run.sh"),
                RunScript.text(
                        "Session 1: test",
                        List.of(steps),
                        0,
                        List.of(),
                        List.of(java, "-cp", classes, "io.npushell.step.Main", "verdict")));
    }

    @Test
    void givesItsWordsALineOfTheirOwn() throws Exception {
        Path state = Files.createDirectory(directory.resolve("state"));
        script(step("printf 'Train:  60%%|###   '; exit 1", Map.of()));

        assertThat(run(Map.of("NPU_SHELL_STATE", state.toString()))).isEqualTo(1);

        assertThat(Files.readAllLines(directory.resolve("run.log")))
                .endsWith("Train:  60%|###   ", "[npu-shell] step train ended with exit code 1");
    }

    private NodeCommand sh(String shell) {
        return new NodeCommand(0, List.of(), directory.toString(), Map.of(), List.of("sh", "-c", shell));
    }

    @Test
    void doesNotRunAStepWhoseDirectoryIsGone() throws Exception {
        Files.writeString(
                directory.resolve("run.sh"),
                RunScript.text(
                        "x",
                        List.of(step(
                                Step.Kind.TRAIN,
                                "x",
                                new NodeCommand(0, List.of(), directory + "/gone", Map.of(), List.of("touch", "ran")))),
                        0));

        assertThat(run(Map.of())).isNotZero();
    }

    @Test
    void waitsForAStepThatTakesTermInItsOwnWayAndBeginsNoOther() throws Exception {
        script(
                step(
                        "trap 'sleep 0.3; echo saved >saved; exit 0' TERM; touch ready; while :; do sleep 0.05; done",
                        Map.of()),
                step("touch second", Map.of()));
        Process process = start(Map.of());
        while (!Files.exists(directory.resolve("ready"))) {
            assertThat(process.isAlive()).as(this::output).isTrue();
            Thread.onSpinWait();
        }

        new ProcessBuilder("kill", "-TERM", "--", "-" + process.pid()).start().waitFor();

        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(directory.resolve("saved")).exists();
        assertThat(directory.resolve("second")).doesNotExist();
    }

    private static Step step(Step.Kind kind, String summary, NodeCommand... commands) {
        return new Step(kind, summary, Step.State.TO_DO, "", List.of(commands));
    }

    private Step step(String shell, Map<String, String> environment) {
        return step(
                Step.Kind.TRAIN,
                "a step",
                new NodeCommand(0, List.of(), directory.toString(), environment, List.of("sh", "-c", shell)));
    }

    private void script(Step... steps) throws IOException {
        Files.writeString(directory.resolve("run.sh"), RunScript.text("Session 1: test", List.of(steps), 0));
    }

    private int run(Map<String, String> environment) throws Exception {
        Process process = start(environment);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "run.sh").directory(directory.toFile());
        builder.environment().putAll(environment);
        File output = directory.resolve("run.log").toFile();
        return builder.redirectErrorStream(true).redirectOutput(output).start();
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("run.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
