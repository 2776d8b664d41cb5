package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.process.Await;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.ProcFsTable;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.SetsidStarter;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionId;
import io.npushell.session.SessionProcesses;
import io.npushell.session.SessionState;
import io.npushell.session.Specs;
import io.npushell.session.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StopperIT {
    private static final Duration GRACE = Duration.ofSeconds(20);

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
    void endsTheTrainingByTerm() throws Exception {
        Session session = site.behaves("slow").startAndAwait(site.request(), " iteration ");

        StopOutcome outcome = site.stopper().stop(session, GRACE, false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
        assertThat(outcome.session().state()).isEqualTo(SessionState.STOPPED);
        assertThat(Waiter.exitCode(outcome.session())).isEqualTo(ExitCode.SESSION_STOPPED);
        assertThat(alive(session)).isFalse();
    }

    @Test
    void waitsForATrainingThatTakesItsTime() throws Exception {
        Session session = site.behaves("patient").startAndAwait(site.request(), " iteration ");

        StopOutcome outcome = site.stopper().stop(session, GRACE, false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
        assertThat(outcome.session().exitCode()).isEqualTo(143);
        assertThat(AscendSite.log(session)).contains("exiting program after receiving SIGTERM.");
    }

    @Test
    void killsATrainingThatIgnoresTerm() throws Exception {
        Session session = site.behaves("deaf").startAndAwait(site.request(), " iteration ");

        StopOutcome outcome = site.stopper().stop(session, Duration.ofMillis(300), false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.Killed.class);
        assertThat(outcome.session().state()).isEqualTo(SessionState.STOPPED);
        assertThat(alive(session)).isFalse();
        assertThat(site.store.events(session)).extracting(SessionEvent::kind).contains("stop-asked", "killed");
    }

    @Test
    void saysThatItHasEndedAlready() throws Exception {
        Session session = site.run(site.request());

        StopOutcome outcome = site.stopper().stop(session, GRACE, false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.AlreadyEnded.class);
        assertThat(outcome.session().state()).isEqualTo(SessionState.COMPLETED);
    }

    @Test
    void letsTwoShellsStopAtOnce() throws Exception {
        Session session = site.behaves("patient").startAndAwait(site.request(), " iteration ");
        Callable<StopOutcome> shell = () -> site.stopper().stop(session, GRACE, false, "operator");
        ExecutorService threads = Executors.newFixedThreadPool(2);

        List<Future<StopOutcome>> outcomes = threads.invokeAll(List.of(shell, shell));
        threads.shutdown();

        for (Future<StopOutcome> outcome : outcomes) {
            assertThat(outcome.get().session().state()).isEqualTo(SessionState.STOPPED);
        }
    }

    @Test
    void endsATrainingWhoseSupervisorWasKilled() throws Exception {
        Session session = site.behaves("slow").startAndAwait(site.request(), " iteration ");
        String supervisor = Files.readAllLines(session.directory().resolve("state/supervisor")).stream()
                .filter(line -> line.startsWith("pid="))
                .findFirst()
                .orElseThrow()
                .substring(4);
        new ProcessBuilder("kill", "-KILL", supervisor).start().waitFor();

        StopOutcome outcome = site.stopper().stop(session, GRACE, false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
        assertThat(outcome.session().state()).isEqualTo(SessionState.STOPPED);
        assertThat(alive(session)).isFalse();
    }

    @Test
    void keepsOneFromStartingThatHasNotStartedYet() {
        Session session = site.store.create(
                site.store.reserve("qwen-14b", "pretrain"),
                Specs.spec(new SessionId(1)),
                Map.of("run.sh", "touch ran"));

        StopOutcome outcome = site.stopper().stop(session, GRACE, false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.NeverStarted.class);
        assertThat(outcome.session().reason()).isEqualTo("never started");
        new Supervisor(new SetsidStarter()).start(session, Duration.ofSeconds(5));
        assertThat(session.directory().resolve("ran")).doesNotExist();
        assertThat(site.store.require("1").state()).isEqualTo(SessionState.FAILED);
    }

    @Test
    void needsNoJournalThatCanBeWritten() throws Exception {
        Session session = site.behaves("slow").startAndAwait(site.request(), " iteration ");
        Path journal = session.directory().resolve("events.jsonl");
        Files.delete(journal);
        Files.createDirectory(journal);

        StopOutcome outcome = site.stopper().stop(session, GRACE, false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
        assertThat(outcome.unwritten()).contains("events.jsonl");
        assertThat(alive(session)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host=\0\0\0",
                "pid=1\nstart=0\ntime=1\n",
                "pid=-1\nstart=5\ntime=1\n",
                "pid=0\nstart=5\ntime=1\n",
                "pid=99999999999999999999\nstart=5\ntime=1\n"
            })
    void findsItByItsMarkWhereItsIdentityIsDamaged(String identity) throws Exception {
        Session session = site.behaves("slow").startAndAwait(site.request(), " iteration ");
        Files.writeString(session.directory().resolve("state/identity"), identity);
        assertThat(site.store.require("1").state()).isEqualTo(SessionState.RUNNING);

        StopOutcome outcome = site.stopper().stop(session, GRACE, false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
        assertThat(alive(session)).isFalse();
    }

    @Test
    void signalsNoStrangerThatItsRecordNames() throws Exception {
        Session session = site.behaves("slow").startAndAwait(site.request(), " iteration ");
        Process stranger = new ProcessBuilder("setsid", "sleep", "300").start();
        try {
            forge(session, stranger.pid());

            StopOutcome outcome = site.stopper().stop(session, Duration.ofMillis(300), false, "operator");

            assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
            assertThat(alive(session)).isFalse();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void signalsNothingOfAnotherSessionThatItsRecordNames() throws Exception {
        Session first = site.run(site.request());
        Session other = site.behaves("slow").startAndAwait(site.request().oldOutput(false, true), " iteration ");
        Path forged = first.directory().resolve("state/identity");
        Files.copy(
                other.directory().resolve("state/identity"), forged, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.delete(first.directory().resolve("state/exit"));

        StopOutcome outcome = site.stopper().stop(first, Duration.ofMillis(300), false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.AlreadyEnded.class);
        assertThat(alive(other)).isTrue();
    }

    @Test
    void tellsThatWhoAskedStoppedWaitingAndThatItStillRuns() throws Exception {
        Session session = site.behaves("deaf").startAndAwait(site.request(), " iteration ");
        AtomicReference<StopOutcome> outcome = new AtomicReference<>();
        Thread shell =
                new Thread(() -> outcome.set(site.stopper().stop(session, Duration.ofMinutes(5), true, "operator")));
        shell.start();
        Await.until(
                "it was asked",
                () -> site.store.events(session).stream()
                        .anyMatch(event -> event.kind().equals("stop-asked")));

        shell.interrupt();
        shell.join();

        assertThat(outcome.get()).isInstanceOfSatisfying(StopOutcome.GivenUp.class, given -> {
            assertThat(given.left()).isNotEmpty();
            assertThat(given.session().state().active()).isTrue();
        });
        assertThat(site.store.events(session)).extracting(SessionEvent::kind).endsWith("stop-given-up");
        assertThat(site.stopper().stop(session, Duration.ZERO, true, "operator"))
                .isInstanceOf(StopOutcome.Killed.class);
    }

    @Test
    void refusesAtOnceWhatAnotherUserRuns() throws Exception {
        Session session = site.behaves("slow").startAndAwait(site.request(), " iteration ");
        Stopper stopper = new Stopper(
                site.store,
                new HostVitals(new ProcessesOfAnotherUser()),
                new SummaryReader(site.store),
                Clock.systemUTC());

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> stopper.stop(session, GRACE, false, "operator"))
                .withMessageContaining("belongs to user alice")
                .withMessageContaining("4711 (python3)")
                .matches(e -> e.exitCode() == ExitCode.ENVIRONMENT);
        assertThat(site.store.events(session)).extracting(SessionEvent::kind).doesNotContain("stop-asked");
    }

    private static void forge(Session session, long pid) throws IOException {
        ProcessIdentity identity =
                new ProcFsTable(new CommonsExecRunner()).identify(pid).orElseThrow();
        Path file = session.directory().resolve("state/identity");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("pid=.*", "pid=" + pid)
                        .replaceFirst("start=.*", "start=" + identity.startTime()));
    }

    private static boolean alive(Session session) {
        return new SessionProcesses(new HostVitals(new ProcFsTable(new CommonsExecRunner()))).alive(session);
    }
}
