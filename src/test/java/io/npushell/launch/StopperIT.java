package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.ProcFsTable;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionProcesses;
import io.npushell.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private static boolean alive(Session session) {
        return new SessionProcesses(new ProcFsTable(new CommonsExecRunner())).alive(session);
    }
}
