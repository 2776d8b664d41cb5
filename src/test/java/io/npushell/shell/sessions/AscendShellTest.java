package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.device.FakeNpuSmi;
import io.npushell.launch.AscendSite;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** plan, check and launch with the stand-in of the private scripts, on a host whose npu-smi shows eight idle NPUs. */
@Timeout(120)
class AscendShellTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void makeASite() throws IOException {
        FakeNpuSmi.of(8).install(root.resolve("bin"));
        shell = new ShellHarness(root, Map.of("PATH", root.resolve("bin") + ":" + System.getenv("PATH")));
        new AscendSite(shell.workspace());
        shell.run("use qwen-14b; set work-dir " + shell.workspace() + " train-iters 20");
    }

    @Test
    void plansOnTheNpusThatAreHere() {
        assertThat(steady(shell.run("plan").out())).isEqualTo("""
                Plan  qwen-14b · pretrain · 8 NPUs on this machine · TP 8 · PP 1 · DP 1 · 32 micro-batches of 2
                  1 data     train-00000-of-00001-a09b74b3ef9c3b56.parquet → alpaca_text_document    done, 100 documents
                  2 train    scripts/qwen/qwen.sh, 20 iterations = 5.25 epochs
                  disk       1 checkpoint of about 185 GiB, N GiB free
                  error O02  1 × 185 GiB of checkpoints do not fit into the N GiB free in 'ROOT/ws' (the script decides)
                             try: set work-dir DIRECTORY   or   launch --accept O02
                """);
        assertThat(shell.run("set epochs 1; plan").out())
                .contains("  2 train    scripts/qwen/qwen.sh, 4 iterations = 1.05 epochs\n");
    }

    @Test
    void checkAndLaunchRefuseWhatIsNotAccepted() {
        shell.run("set seed 3");

        assertThat(steady(shell.run("check").screen())).isEqualTo("""
                  error O02  1 × 185 GiB of checkpoints do not fit into the N GiB free in 'ROOT/ws' (the script decides)
                             try: set work-dir DIRECTORY   or   launch --accept O02
                  error S02  scripts/qwen/qwen.sh does not read SEED, so seed has no effect (the script decides)
                             try: unset seed   or   launch --accept S02
                """);
        assertThat(shell.run("check").exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(shell.run("plan").exit()).isEqualTo(ExitCode.OK);
        assertThat(shell.run("check --accept O02 --accept S02").exit()).isEqualTo(ExitCode.OK);
        Result launch = shell.run("launch --accept O02");
        assertThat(launch.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(launch.err())
                .startsWith("  error    S02  ")
                .contains("\n  accepted O02  ")
                .endsWith("not launched: 1 finding of level error\n");
        assertThat(launch.out()).isEmpty();
    }

    @Test
    void aScriptThatLaunchesSaysNothingOfWhatItsPlanShowed() {
        String advice = "O04  save-interval 50 is more than the 20 iterations, so only the last is saved\n";
        String use = "use qwen-14b; set work-dir " + shell.workspace() + " train-iters 20; ";

        Result planned =
                shell.invoke("-c", use + "set save-interval 50; plan --accept O02; launch --accept O02 --wait");
        assertThat(planned.exit()).as("%s", planned).isEqualTo(ExitCode.OK);
        assertThat(planned.out()).containsOnlyOnce(advice);
        assertThat(planned.err()).doesNotContain("O04").contains("Session 1 started.");

        Result changed = shell.invoke(
                "-c",
                use
                        + "set save-interval 50; plan --accept O02; set save-interval 40; launch --accept O02 --archive --wait");
        assertThat(changed.exit()).as("%s", changed).isEqualTo(ExitCode.OK);
        assertThat(changed.out()).contains(advice);
        assertThat(changed.err()).containsOnlyOnce(advice.replace("50", "40"));

        Result alone = shell.invoke("-c", use + "set save-interval 30; launch --accept O02 --archive --wait");
        assertThat(alone.err()).containsOnlyOnce(advice.replace("50", "30")).containsOnlyOnce("accepted O02");

        Result refused = shell.invoke("-c", use + "plan; launch --archive");
        assertThat(refused.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(refused.out()).contains("error O02  ");
        assertThat(refused.err()).contains("error O02  ").endsWith("not launched: 1 finding of level error\n");
    }

    @Test
    void launchesOnceAndNeverOverTheOutputOfAnother() throws IOException {
        assertThat(shell.run("launch --accept O02 --wait --name nightly --note tonight")
                        .err())
                .contains("Session 1 started.  tail 1 · show 1 · stop 1\n")
                .endsWith("Session 1 completed at iteration 20/20, loss 5.7000 → 1.6286\n");
        assertThat(shell.run("echo $SESSION").out()).isEqualTo("1\n");
        assertThat(Files.readString(shell.home().resolve("workspaces"))).isEqualTo(shell.workspace() + "\n");

        Result again = shell.run("launch --accept O02");
        assertThat(again.exit()).isEqualTo(ExitCode.CONFLICT);
        assertThat(again.err()).isEqualTo("""
                the save directory holds iteration 20 of session 1, which this would overwrite
                  try: resume 1   or   launch --archive   or   launch --overwrite
                """);
        assertThat(shell.runJson("launch --accept O02").out()).contains("\"code\" : \"conflict\",\n    \"exit\" : 5,");
        assertThat(shell.run("launch --archive --overwrite").exit()).isEqualTo(ExitCode.USAGE);

        assertThat(shell.run("resume nightly --more 5 --wait --accept O02").err())
                .startsWith("resuming session 1 from iteration 20, up to 25\nTRAIN_ITERS 20 → 25: ")
                .endsWith("Session 2 completed at iteration 25/25, loss 1.6091 → 1.5462\n");
        assertThat(shell.run("resume 1 --more 5").err())
                .isEqualTo("session 2 has since saved to the output of session 1\n  try: resume 2\n");
        assertThat(shell.runJson("show 2").out()).contains("\"parent\" : \"1\"", "\"run_type\" : \"retrain\"");
    }

    @Test
    void aDryRunShowsTheCommandsAndTouchesNothing() throws IOException {
        String printed = steady(shell.run("launch --dry-run --accept O02").out());

        assertThat(printed).startsWith("Plan  qwen-14b").endsWith(" WORK_DIR=ROOT/ws sh scripts/qwen/qwen.sh\n");
        JsonNode document = new ObjectMapper()
                .readTree(shell.runJson("launch --dry-run --accept O02").out());
        assertThat(document.get("schema").asText()).isEqualTo("npu-shell/plan/1");
        assertThat(document.get("ready").asBoolean()).isTrue();
        assertThat(steady(shell.runJson("launch --dry-run --accept O02").out()))
                .isEqualTo(steady(shell.runJson("plan --accept O02").out()));
        JsonNode check =
                new ObjectMapper().readTree(shell.runJson("check --accept O02").out());
        assertThat(check.get("schema").asText()).isEqualTo("npu-shell/check/1");
        assertThat(check.get("findings").findValuesAsText("accepted")).containsExactly("true");
        assertThat(shell.run("sessions").err()).startsWith("no sessions yet in ");
    }

    @Test
    void theCommandsOfAPlanRunAsTheyAre() throws Exception {
        String commands = shell.run("plan --commands").out();

        Path script = Files.writeString(root.resolve("pasted.sh"), commands);
        ProcessBuilder terminal = new ProcessBuilder("sh", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("pasted.log").toFile());
        terminal.environment().keySet().retainAll(Set.of("PATH", "HOME"));
        Process sh = terminal.start();

        assertThat(sh.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(root.resolve("pasted.log")).content().contains(" iteration       20/      20 ");
        assertThat(sh.exitValue()).isZero();
    }

    @Test
    void severalNodesHaveABlockEach() {
        shell.run("set nnodes 2 master-addr 10.0.0.1; assume 2x8x910B3-64g");

        assertThat(shell.run("plan --commands").outLines())
                .filteredOn(line -> line.startsWith("# ----") || line.contains("NODE_RANK"))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("# ---- node 0 ----"),
                        line -> assertThat(line).startsWith("MASTER_ADDR=10.0.0.1 NNODES=2 NODE_RANK=0 "),
                        line -> assertThat(line).isEqualTo("# ---- node 1 ----"),
                        line -> assertThat(line).startsWith("MASTER_ADDR=10.0.0.1 NNODES=2 NODE_RANK=1 "));
        Result launch = shell.run("launch --accept O02");
        assertThat(launch.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(launch.err())
                .isEqualTo("the machine is only assumed, and a launch needs the real one\n  try: assume off\n");
        assertThat(shell.run("check").exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(shell.run("check").out()).contains("error  M01  the machine 2x8x910B3-64g is only assumed");
    }

    /** Free space and the test's own directory vary. */
    private String steady(String screen) {
        return screen.replace(root.toString(), "ROOT").replaceAll("[0-9.]+ ([GT])iB free", "N GiB free");
    }
}
