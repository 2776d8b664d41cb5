package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.device.NpuInventory;
import io.npushell.plan.Finding;
import io.npushell.plan.Machine;
import io.npushell.plan.Step;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LauncherTest {
    @TempDir
    Path workDir;

    AscendSite site;

    @BeforeEach
    void prepare() throws IOException {
        site = new AscendSite(workDir);
    }

    @AfterEach
    void stop() throws InterruptedException {
        site.stopAll();
    }

    @Test
    void givesTheScriptTheManualsEnvironmentAndNothingStale() throws Exception {
        site.login("TP=4", "MASTER_ADDR=10.0.0.9", "PYTHONPATH=/stale", "LANG=C.UTF-8");

        Session session = site.run(site.request("save-interval=10"));

        assertThat(session.state()).as(AscendSite.log(session)).isEqualTo(SessionState.COMPLETED);
        Map<String, String> expected = new java.util.TreeMap<>(Map.of(
                "MODEL_TYPE", "14B",
                "RUN_TYPE", "pretrain",
                "DATASET_PATH", workDir + "/processed_for_ma_input/Qwen-14B/data/pretrain/alpaca_text_document",
                "TOKENIZER_PATH", workDir + "/tokenizers/Qwen-14B",
                "TRAIN_ITERS", "20",
                "MBS", "2",
                "GBS", "64",
                "TP", "8",
                "PP", "1",
                "SEQ_LEN", "4096"));
        expected.put("WORK_DIR", workDir.toString());
        expected.put("SAVE_INTERVAL", "10");
        expected.put("LANG", "C.UTF-8");
        expected.put("NPU_SHELL_SESSION", session.directory().toString());
        assertThat(Files.readAllLines(site.code.resolve("environment")))
                .filteredOn(line ->
                        !line.matches("(PATH|HOME|USER|LOGNAME|SHELL|TERM|TZ|TMPDIR|PWD|OLDPWD|LC_\\w+|SHLVL|_)=.*"))
                .containsExactlyInAnyOrderElementsOf(expected.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    @Test
    void recordsWhatItStarted() throws Exception {
        Session session = site.run(site.request().named("first", "a note"));

        assertThat(session.spec().request().name()).isEqualTo("first");
        assertThat(session.spec().request().note()).isEqualTo("a note");
        assertThat(session.spec().request().steps()).containsExactly("train");
        assertThat(session.spec().run().outputDirectory()).isEqualTo(site.output.toString());
        assertThat(session.spec().training().trainIters()).isEqualTo(20);
        assertThat(session.spec().training().world()).isEqualTo(8);
        assertThat(session.spec().request().variables()).containsEntry("RUN_TYPE", "pretrain");
        assertThat(session.spec().run().scriptSha256()).hasSize(64);
        assertThat(session.step()).isEqualTo("train");
        assertThat(session.directory().resolve("run.sh")).content().contains("sh scripts/qwen/qwen.sh");
    }

    @Test
    void passesOnTheExitCodeOfTheScript() throws Exception {
        Session session = site.behaves("fail-3").run(site.request());

        assertThat(session.state()).isEqualTo(SessionState.FAILED);
        assertThat(session.exitCode()).isEqualTo(3);
        assertThat(Waiter.exitCode(session)).isEqualTo(ExitCode.SESSION_FAILED);
    }

    @Test
    void touchesNothingWhereFindingsKeepItFromRunning() throws IOException {
        LaunchOutcome outcome = site.launcher().launch(site.request("mbs=3"));

        assertThat(outcome).isInstanceOf(LaunchOutcome.Refused.class);
        assertThat(outcome.plan().findings()).filteredOn(Finding::blocks).hasSize(1);
        assertThat(workDir.resolve(".npu-shell")).doesNotExist();
    }

    @Test
    void touchesNothingWhenRehearsing() {
        LaunchOutcome outcome = site.launcher().rehearse(site.request());

        assertThat(outcome).isInstanceOf(LaunchOutcome.Rehearsed.class);
        assertThat(workDir.resolve(".npu-shell")).doesNotExist();
    }

    @Test
    void refusesAMachineThatIsOnlyAssumed() {
        LaunchRequest request = site.request().assuming(new Machine(1, 8, "910B3", 65536, true, List.of()));

        OperatorException refusal = refusal(() -> site.launcher().launch(request));

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refusal).hasMessage("the machine is only assumed, and a launch needs the real one");
    }

    @Test
    void refusesToWriteOverTheOutputOfAnotherSession() throws Exception {
        Session first = site.run(site.request());

        OperatorException refusal = refusal(() -> site.launcher().launch(site.request()));

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(refusal)
                .hasMessage("the save directory holds iteration 20 of session "
                        + first.id().text() + ", which this would overwrite");
        assertThat(site.store.list()).hasSize(1);
    }

    @Test
    void movesTheOldOutputAside() throws Exception {
        Session first = site.run(site.request());

        Session second = site.run(site.request().oldOutput(false, true));

        assertThat(second.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(site.output.resolveSibling("pretrain.archived-1/iter_0000020"))
                .isDirectory();
        assertThat(site.store.events(second)).extracting(SessionEvent::kind).contains("archived");
        OperatorException refusal = refusal(() -> site.resumer()
                .resume(first, new ResumeTarget.More(10), site.request().settings()));
        assertThat(refusal).hasMessage("the output of session 1 was moved to " + site.output + ".archived-1");
    }

    @Test
    void findsTheOutputOfASessionWhereALaterLaunchMovedIt() throws Exception {
        Session first = site.run(site.request());
        Session second = site.run(site.request().oldOutput(false, true));
        Path archived = Path.of(site.output + ".archived-1");

        assertThat(SavedWork.of(first, site.store).orElseThrow().directory()).isEqualTo(archived);
        assertThat(SavedWork.of(first, site.store).orElseThrow().iteration()).hasValue(20);
        assertThat(SavedWork.of(second, site.store).orElseThrow().directory()).isEqualTo(site.output);
        assertThat(new FactGatherer(() -> NpuInventory.none("none here"), directory -> site.store)
                        .gather(site.request("model-path=session:1"))
                        .resolved())
                .containsEntry("session:1", archived.toString());
    }

    @Test
    void leavesNoOldCheckpointWhereItMayOverwrite() throws Exception {
        site.run(site.request());
        site.behaves("fail-3");

        Session second = site.run(site.request().oldOutput(true, false));

        assertThat(second.state()).isEqualTo(SessionState.FAILED);
        assertThat(site.output.resolve("iter_0000020")).doesNotExist();
        assertThat(site.output.resolve("latest_checkpointed_iteration.txt")).doesNotExist();
    }

    @Test
    void letsOneOfTwoShellsLaunch() throws Exception {
        site.behaves("slow");
        List<Callable<LaunchOutcome>> shells = List.of(
                () -> site.launcher().launch(site.request()),
                () -> site.launcher().launch(site.request()));
        List<LaunchOutcome> started = new ArrayList<>();
        List<Throwable> refused = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(2);

        for (Future<LaunchOutcome> shell : threads.invokeAll(shells)) {
            try {
                started.add(shell.get());
            } catch (java.util.concurrent.ExecutionException e) {
                refused.add(e.getCause());
            }
        }
        threads.shutdown();

        assertThat(started).hasSize(1);
        assertThat(refused).singleElement().isInstanceOfSatisfying(OperatorException.class, refusal -> {
            assertThat(refusal.exitCode()).isEqualTo(ExitCode.CONFLICT);
            assertThat(refusal).hasMessage("session 1 is running and saves to '" + site.output + "'");
        });
    }

    @Test
    void doesAStepThatIsAskedForAloneWhicheverNodeThisIs() throws IOException {
        Path raw = Files.writeString(site.workDir.resolve("raw.txt"), "one line\n");
        LaunchRequest second = site.request(
                        "nnodes=2",
                        "node-rank=1",
                        "raw-input=" + raw,
                        "dataset-path=" + site.workDir + "/new_text_document")
                .onlySteps(Set.of(Step.Kind.DATA));

        assertThat(site.launcher().rehearse(second)).isInstanceOf(LaunchOutcome.Rehearsed.class);
    }

    @Test
    void hasNothingToDoWhereTheDataIsThere() {
        LaunchOutcome outcome = site.launcher().launch(site.request("mbs=3").onlySteps(Set.of(Step.Kind.DATA)));

        assertThat(outcome).isInstanceOf(LaunchOutcome.NothingToDo.class);
    }

    @Test
    void saysThatASupervisorThatNeverComesHasNotStartedIt() {
        Launcher launcher = site.launcher((command, directory) -> {
            throw new OperatorException(ExitCode.ENVIRONMENT, "\"setsid\" is not there");
        });

        OperatorException refusal = refusal(() -> launcher.launch(site.request()));

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    private static OperatorException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        OperatorException refusal = catchThrowableOfType(OperatorException.class, act);
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
