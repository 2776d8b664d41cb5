package io.npushell.shell.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** set, unset, undo, redo, reset, diff, assume: what they say, word for word. */
class SettingCommandsTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void useAProfile() {
        shell = new ShellHarness(root);
        shell.run("use qwen-14b; set work-dir /data/ws");
    }

    @Test
    void saysWhatAValueBreaksAndStillTakesIt() {
        Result result = shell.run("set mbs 3");

        assertThat(result.exit()).isEqualTo(ExitCode.OK);
        assertThat(result.err()).isEqualTo("""
                mbs 2 → 3
                  error P07  global batch 64 is not divisible by 3 × 1 (micro batch × data parallel)
                             try: set mbs 2   or   set gbs 66
                """);
        assertThat(shell.services().alarm().raised()).isTrue();
        assertThat(shell.run("set gbs 66").err()).isEqualTo("gbs 64 → 66\n");
        assertThat(shell.services().alarm().raised()).isFalse();
    }

    @Test
    void breaksLongSentencesOnATerminal() {
        assertThat(shell.onTerminal(60).run("set mbs 3").err()).isEqualTo("""
                mbs 2 → 3
                  error P07  global batch 64 is not divisible by 3 × 1
                             (micro batch × data parallel)
                             try: set mbs 2   or   set gbs 66
                """);
    }

    @Test
    void takesSeveralAtOnceByAnySpellingOrNone() {
        assertThat(shell.run("set TP=4 micro-batch-size 1 lr=1e-5").err()).isEqualTo("""
                mbs 2 → 1
                tp 8 → 4
                lr not set → 1e-5
                """);
        assertThat(shell.run("set gbs 128 tp nine").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("show gbs").out()).isEqualTo("64\n");
        assertThat(shell.run("set tp 4").err()).isEqualTo("nothing changed\n");
    }

    @Test
    void namesPathsThatFollowWithoutTheirLength() {
        assertThat(shell.run("set work-dir /other").err()).isEqualTo("""
                work-dir /data/ws → /other
                and with it tokenizer-path, hf-path, dataset-path, raw-input, code-dir
                """);
    }

    @Test
    void resolvesRelativePathsAndTheHomeDirectory() {
        shell.run("set raw-input data/../x.jsonl code-dir ~/code");

        assertThat(shell.run("show raw-input; show code-dir").out())
                .isEqualTo(shell.directory() + "/x.jsonl\n" + root.resolve("home/code") + "\n");
    }

    @Test
    void epochsAndIterationsReplaceEachOther() {
        assertThat(shell.run("set epochs 3").err()).isEqualTo("""
                train-iters 200 → by epochs
                epochs not set → 3
                """);
        assertThat(shell.run("set train-iters 50").err()).isEqualTo("""
                train-iters by epochs → 50
                epochs 3 → not set
                """);
    }

    @Test
    void aRunTypeSetIsTheRunTypeUsed() {
        assertThat(shell.run("set run-type sft").err()).startsWith("qwen-14b/pretrain → qwen-14b/sft\n");
        assertThat(shell.run("undo").err()).startsWith("undone: set run-type sft\nqwen-14b/sft → qwen-14b/pretrain\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set mbs 0            | mbs '0' is not a whole number from 1 to 4096 | explain mbs",
                "set mbs two          | mbs 'two' is not a whole number from 1 to 4096 | explain mbs",
                "set mbs              | no value for mbs: it takes a whole number from 1 to 4096 | set mbs VALUE   or   explain mbs",
                "set append-eod maybe | append-eod 'maybe' is not on or off | explain append-eod",
                "set tpp 3            | there is no parameter 'tpp'; did you mean tp or pp? | show --all",
                "unset zzzzzz         | there is no parameter 'zzzzzz' | show --all",
                "set model-type 7B    | the profile says the model type; it is not set by hand | use PROFILE   or   profile list",
                "set --num-layers 4   | '--num-layers' is of the model's shape: the profile says it; it is not set by hand | profile show qwen-14b",
                "set num_layers=4     | 'num_layers' is of the model's shape: the profile says it; it is not set by hand | profile show qwen-14b",
                "set --nproc_per_node=8 | '--nproc_per_node' follows from the devices of a node; it is not set by hand | explain devices",
                "set --tp             | no value for tp: it takes a whole number from 1 to 64 | set tp VALUE   or   explain tp",
                "set run-type x       | run-type 'x' is not one of pretrain, retrain, sft, lora | use PROFILE/RUN-TYPE",
                "assume junk          | 'junk' is no machine | assume 1x8x910B3-64g   (nodes x NPUs x name-memory)",
            })
    void refusesWithARemedyAndExitTwo(String line, String message, String remedy) {
        Result result = shell.run(line);

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith(message + "\n  try: " + remedy);
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set TP=4",
                "set TP 4",
                "set --tensor-model-parallel-size 4",
                "set --tensor-model-parallel-size=4",
                "set tensor-model-parallel-size 4",
                "set tensor_model_parallel_size=4",
                "set --target-tensor-parallel-size 4",
            })
    void takesTheNamesOfTheScriptsAndOfUpstream(String line) {
        assertThat(shell.run(line).err()).startsWith("tp 8 → 4\n");
    }

    @Test
    void takesSeveralOfUpstreamsOptionsAsPasted() {
        assertThat(shell.run("set --append-eod --micro-batch-size 1 --global-batch-size 32 --SEQ_LENGTH 1024")
                        .err())
                .contains("append-eod off → on\n", "mbs 2 → 1\n", "gbs 64 → 32\n", "seq-len 4096 → 1024\n");
    }

    @Test
    void refusesASessionThatIsNotThere() {
        Result result = shell.run("set model-path session:12");

        assertThat(result.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.err()).isEqualTo("""
                There is no session "12": this workspace has none.
                  try: launch
                """);
    }

    @Test
    void unsetTakesBackOnlyWhatTheOperatorSet() {
        shell.run("set tp 4");

        assertThat(shell.run("unset tp").err()).isEqualTo("tp 4 → 8\n");
        assertThat(shell.run("unset tp gbs").err()).isEqualTo("nothing changed: you had not set tp or gbs\n");
    }

    @Test
    void undoGoesBackThroughEverythingAndRedoForth() {
        shell.run("set tp 4; use glm3-6b/sft");

        assertThat(shell.run("undo; undo; undo; undo; undo").err()).isEqualTo("""
                undone: use glm3-6b/sft
                glm3-6b/sft → qwen-14b/pretrain
                undone: set tp 4
                tp 4 → 8
                undone: set work-dir /data/ws
                work-dir /data/ws → %1$s/home/npu-work
                and with it tokenizer-path, hf-path, dataset-path, raw-input, code-dir
                undone: use qwen-14b
                qwen-14b/pretrain → no profile
                nothing to undo: it reaches back within one shell
                """.formatted(root));
        assertThat(shell.run("redo").err()).isEqualTo("""
                done again: use qwen-14b
                no profile → qwen-14b/pretrain
                """);
        assertThat(shell.run("set tp 2; redo").err()).isEqualTo("tp 8 → 2\nnothing to redo\n");
    }

    /** What undo cannot take back, as a shell of its own did it, can be looked at and taken back by name. */
    @Test
    void undoSaysWhatTakesBackAnImportOfAnotherShell() {
        ShellHarness alone = new ShellHarness(root);
        alone.invoke("import", "MODEL_TYPE=14B RUN_TYPE=sft TP=4 sh scripts/qwen/qwen.sh");

        ShellHarness.Result undone = alone.invoke("undo");
        assertThat(undone.exit()).isEqualTo(ExitCode.OK);
        assertThat(undone.err()).isEqualTo("""
                nothing to undo: it reaches back within one shell, and what is set here was set in another
                  try: diff   then   unset NAME   or   reset
                """);
        assertThat(alone.invoke("diff").out()).contains("tp ");
        assertThat(alone.invoke("reset").err()).contains("tp 4 → 8");
        assertThat(alone.invoke("undo").err()).isEqualTo("nothing to undo: it reaches back within one shell\n");
    }

    @Test
    void resetTakesBackEverythingAtOnce() {
        shell.run("set mbs 1 gbs 32");

        assertThat(shell.run("reset").err()).startsWith("mbs 1 → 2\ngbs 32 → 64\nwork-dir /data/ws → ");
        assertThat(shell.run("reset").err()).isEqualTo("nothing to take back\n");
    }

    @Test
    void diffTellsWhatDiffersAndByWhom() {
        shell.run("set tp 4 lr 1e-5; unset work-dir");

        assertThat(shell.run("diff").out()).isEqualTo("""
                tp  8        → 4     operator
                lr  not set  → 1e-5  operator
                """);
        assertThat(shell.runJson("diff").out()).isEqualToIgnoringWhitespace("""
                {"schema": "npu-shell/diff/1", "differences": [
                  {"parameter": "tp", "profile": "8", "value": "4", "origin": "operator"},
                  {"parameter": "lr", "profile": "not set", "value": "1e-5", "origin": "operator"}]}
                """);
        assertThat(shell.run("reset; diff").err()).endsWith("everything is as the profile has it\n");
    }

    @Test
    void explainsWhatTheContainerCommandsTakeWhereNothingIsSet() {
        assertThat(shell.run("explain image").out())
                .contains("value    not set; the container commands take swr.cn-southwest-2.myhuaweicloud.com/atelier/")
                .doesNotContain("value    not set\n");
        assertThat(shell.runJson("explain image").out())
                .containsPattern("\"value\" : \"swr[.]cn-southwest-2[^\"]*\",\\s*\"origin\" : \"manual default\"");
        assertThat(shell.runJson("explain container-user").out()).containsPattern("\"chain\" : \\[ *\\]");
        assertThat(shell.run("set image mine:1; explain image").out()).contains("value    mine:1 (operator)");
        assertThat(shell.run("explain container-user").out()).contains("value    not set\n");
    }

    @Test
    void assumesAMachineAndSaysWhatThatMeans() {
        assertThat(shell.run("assume 5x8x910B3-64g").err()).isEqualTo("""
                assuming 5x8x910B3-64g
                nnodes 1 → 5
                  error  P07  global batch 64 is not divisible by 2 × 5 (micro batch × data parallel)
                              try: set gbs 70
                  error  M01  the machine 5x8x910B3-64g is only assumed, so this cannot be launched
                              try: assume off (on a host with NPUs)
                  error  M05  5 nodes need the address of node 0
                              try: set master-addr ADDRESS
                  advice M06  each of the 5 nodes runs its own command and needs code, data and weights at the same paths
                              try: plan --commands
                """);
        assertThat(shell.run("assume off").err()).isEqualTo("planning for this machine\nnnodes 5 → 1\n");
    }

    /** It once took the CPU of a nano profile for the machine of the next. */
    @Test
    void theCpuOfTheEmbeddedEngineIsNoMachineForNpus() {
        Result result = shell.run("use qwen-nano; plan; use qwen-14b");

        assertThat(result.err()).doesNotContain("M02");
    }

    /** It once said that the data must be prepared first, whether it was or not. */
    @Test
    void epochsAreNotJudgedByValuesAlone() {
        assertThat(shell.run("set epochs 2").err()).doesNotContain("D08");
        assertThat(shell.services().alarm().raised()).isFalse();
    }

    @Test
    void needsAProfile() {
        Result result = new ShellHarness(root.resolve("other")).run("set tp 4");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).isEqualTo("""
                no profile is in use
                  try: profile list, then use NAME, for example: use qwen-nano
                """);
    }

    /** The work-dir is the first thing that is known of a machine. */
    @Test
    void placesNodesAndContainerCanBeSetBeforeAProfile() {
        ShellHarness other = new ShellHarness(root.resolve("other"));

        assertThat(other.run("set work-dir /data/ws2 container train master-addr 10.0.0.1")
                        .err())
                .isEqualTo("""
                        master-addr not set → 10.0.0.1
                        work-dir %s → /data/ws2
                        container not set → train
                        """.formatted(root.resolve("other/home/npu-work")));
        assertThat(other.run("show work-dir").out()).isEqualTo("/data/ws2\n");
        assertThat(other.run("echo $WORK_DIR").out()).isEqualTo("/data/ws2\n");
        assertThat(other.run("sessions").err()).isEqualTo("no sessions yet in /data/ws2\n");
        assertThat(other.run("explain work-dir").out()).contains("value    /data/ws2 (operator)");
        assertThat(other.run("show").out()).startsWith("no profile\n").contains("container ");

        assertThat(other.run("use qwen-14b").err())
                .contains("carried over: ", "work-dir /data/ws2", "container train", "master-addr 10.0.0.1");
        assertThat(other.run("show work-dir; show container").out()).isEqualTo("/data/ws2\ntrain\n");
        assertThat(other.run("undo; undo").err()).isEqualTo("""
                undone: use qwen-14b
                qwen-14b/pretrain → no profile
                undone: set work-dir /data/ws2 container train master-addr 10.0.0.1
                master-addr 10.0.0.1 → not set
                work-dir /data/ws2 → %s
                container train → not set
                """.formatted(root.resolve("other/home/npu-work")));
    }

    @Test
    void whatIsSetBeforeAProfileIsKeptForTheNextShell() {
        ShellHarness other = new ShellHarness(root.resolve("other"));
        other.invoke("set", "work-dir", "/data/ws2");

        assertThat(other.invoke("show", "work-dir").out()).isEqualTo("/data/ws2\n");
        other.invoke("use", "qwen-nano");
        assertThat(other.invoke("show", "work-dir").out()).isEqualTo("/data/ws2\n");
        assertThat(other.invoke("-c", "show work-dir").out())
                .as("a clean workbench has none of it")
                .isEqualTo(root.resolve("other/home/npu-work") + "\n");
    }

    @Test
    void withoutAProfileUnsetAndResetTakeBackToo() {
        ShellHarness other = new ShellHarness(root.resolve("other"));

        assertThat(other.run("set work-dir /data/ws2; unset work-dir").err())
                .endsWith("work-dir /data/ws2 → " + root.resolve("other/home/npu-work") + "\n");
        assertThat(other.run("set node-rank 1; reset").err()).endsWith("node-rank 1 → not set\n");
        assertThat(other.run("set work-dir /data/ws2 tp 4").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(other.workbench().state().edited()).isFalse();
    }

    @Test
    void undoSaysWhatItTakesBackElsewhereToo() {
        assertThat(shell.run("assume 1x8x910B3-64g; undo").err()).endsWith("""
                undone: assume 1x8x910B3-64g
                machine 1x8x910B3-64g → this one
                """);
        shell.run("import 'MODEL_TYPE=14B RUN_TYPE=sft LR=1e-5 sh scripts/qwen/qwen.sh'");
        assertThat(shell.run("undo").err())
                .startsWith("undone: import 'MODEL_TYPE=14B RUN_TYPE=sft LR=1e-5 sh scripts/qwen/qwen.sh'\n"
                        + "qwen-14b/sft → qwen-14b/pretrain\n")
                .contains("in qwen-14b/sft: lr 1e-5 → not set\n");
    }

    @Test
    void aLongDifferenceTakesTwoLinesOfANarrowScreenAndIsNotCut(@TempDir Path other) {
        ShellHarness narrow = new ShellHarness(other).onTerminal(80);
        narrow.run("use qwen-14b/sft");
        narrow.run("set tokenizer-path /data/of/the/team/tokenizers/of/april/Qwen-14B");

        assertThat(narrow.run("diff").out())
                .contains("→ /data/of/the/team/tokenizers/of/april/Qwen-14B")
                .doesNotContain("…");
    }
}
