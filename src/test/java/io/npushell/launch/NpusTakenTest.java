package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.plan.Finding;
import io.npushell.plan.Installation;
import io.npushell.process.Await;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.HostFacts;
import io.npushell.process.ProcFsTable;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.SetsidStarter;
import io.npushell.session.Session;
import io.npushell.session.SessionProcesses;
import io.npushell.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real sessions in two workspaces that do not know each other, on one machine with eight NPUs of which npu-smi says that all are idle. */
@Timeout(180)
class NpusTakenTest {
    private static final HostFacts HERE = HostFacts.here();

    @TempDir
    Path root;

    private final CommonsExecRunner commands = new CommonsExecRunner();
    private final ProcFsTable processes = new ProcFsTable(commands);
    private Path shared;
    private AscendSite ours;
    private AscendSite bobs;

    @BeforeEach
    void prepare() throws IOException {
        shared = Files.createDirectories(root.resolve("tmp")).resolve("npu-shell-npus");
        ours = new AscendSite(Files.createDirectories(root.resolve("ours"))).behaves("slow");
        bobs = new AscendSite(Files.createDirectories(root.resolve("bobs"))).behaves("slow");
    }

    @AfterEach
    void stop() throws InterruptedException {
        ours.stopAll();
        bobs.stopAll();
    }

    @Test
    void refusesWhatASessionOfAnotherWorkspaceHas() throws Exception {
        launch(ours, ours.request());

        OperatorException refusal = refusal(() -> launch(bobs, bobs.request()));

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(refusal.getMessage())
                .startsWith("NPU 0 to 7 are held by session 1 of '" + ours.workDir + "' ("
                        + System.getProperty("user.name") + ", since 2");
        assertThat(bobs.store.list()).isEmpty();
    }

    @Test
    void holdsThemForAsLongAsTheTrainingLivesWhateverBecomesOfItsSupervisor() throws Exception {
        Session session = launch(ours, ours.request());
        ProcessIdentity leader = SessionProcesses.leader(session).orElseThrow();
        String supervisor = Files.readAllLines(session.directory().resolve("state/supervisor")).stream()
                .filter(line -> line.startsWith("pid="))
                .findFirst()
                .orElseThrow()
                .substring(4);
        kill(supervisor);

        assertThat(refusal(() -> launch(bobs, bobs.request())).exitCode()).isEqualTo(ExitCode.CONFLICT);

        String mark = session.directory().toString();
        processes.signalGroup(leader, mark, "KILL");
        Await.until("nothing of it lives", () -> processes.remains(leader, mark).none());
        Session second = launch(bobs, bobs.request());
        assertThat(second.state()).isEqualTo(SessionState.RUNNING);
    }

    @Test
    void letsTwoShareTheMachineWhereTheyShareNoNpu() throws Exception {
        launch(ours, ours.request("devices=0,1,2,3", "tp=4").accepting(java.util.Set.of("O02", "M07")));

        Session second =
                launch(bobs, bobs.request("devices=4,5,6,7", "tp=4").accepting(java.util.Set.of("O02", "M07")));

        assertThat(second.state()).isEqualTo(SessionState.RUNNING);
        assertThat(refusal(() -> launch(
                                bobs,
                                bobs.request("devices=3", "tp=1").accepting(java.util.Set.of("O02", "M07", "O05"))))
                        .exitCode())
                .isEqualTo(ExitCode.CONFLICT);
    }

    @Test
    void givesThemToOneOfTwoThatLaunchAtTheSameTime() throws Exception {
        List<Callable<Session>> shells =
                List.of(() -> launch(ours, ours.request()), () -> launch(bobs, bobs.request()));

        assertOneWins(shells);
    }

    /** As where the directory's owner keeps others from waiting for each other: the locks of the NPUs alone decide. */
    @Test
    void givesThemToOneOfTwoThatCannotWaitForEachOther() throws Exception {
        Files.createDirectories(shared.resolve("launch.lock"));
        Files.setAttribute(shared, "unix:mode", 01777);
        List<Callable<Session>> shells =
                List.of(() -> launch(ours, ours.request()), () -> launch(bobs, bobs.request()));

        assertOneWins(shells);
    }

    private static void assertOneWins(List<Callable<Session>> shells) throws Exception {
        List<Session> started = new ArrayList<>();
        List<Throwable> refused = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        for (Future<Session> shell : threads.invokeAll(shells)) {
            try {
                started.add(shell.get());
            } catch (ExecutionException e) {
                refused.add(e.getCause());
            }
        }
        threads.shutdown();
        assertThat(started).as("refused: " + refused).hasSize(1);
        assertThat(refused).singleElement().isInstanceOfSatisfying(OperatorException.class, refusal -> {
            assertThat(refusal.exitCode()).isEqualTo(ExitCode.CONFLICT);
            assertThat(refusal.getMessage())
                    .contains("held by session 1 of '"
                            + started.get(0).spec().request().workDir() + "'");
        });
    }

    private Session launch(AscendSite site, LaunchRequest request) {
        Installation installation = new Installation("/usr/bin/java", "step.jar", "trainer.jar", "nowhere", "0.1.0");
        NpuLook npus = new NpuLook(
                site::inventory,
                processes,
                HERE,
                new NpuLocks(shared, HERE.bootId(), commands),
                workDir -> site.store.list(),
                root.resolve("dev"),
                ZoneOffset.UTC);
        LaunchOutcome outcome = new Launcher(
                        new FactGatherer(site::inventory, workDir -> site.store, null, npus),
                        installation,
                        workDir -> site.store,
                        Places.onHost(new SetsidStarter(), new ProcFsTable(new CommonsExecRunner())),
                        Clock.systemUTC())
                .launch(request);
        assertThat(outcome.plan().findings()).noneMatch(Finding::blocks);
        return ((LaunchOutcome.Started) outcome).session();
    }

    private void kill(String pid) {
        commands.run(List.of("sh", "-c", "kill -9 " + pid), root, java.util.Map.of(), java.time.Duration.ofSeconds(10));
    }

    private static OperatorException refusal(ThrowingCallable act) {
        OperatorException refusal = org.assertj.core.api.Assertions.catchThrowableOfType(OperatorException.class, act);
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
