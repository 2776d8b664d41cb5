package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.plan.Installation;
import io.npushell.process.Await;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.FlockProbe;
import io.npushell.process.ProcFsTable;
import io.npushell.process.ProcessTable;
import io.npushell.process.SetsidStarter;
import io.npushell.session.FileSessionStore;
import io.npushell.session.Session;
import io.npushell.session.SessionProcesses;
import io.npushell.session.SessionState;
import io.npushell.session.SessionStore;
import io.npushell.session.Vitals;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A place is one class and its line in Places: {@link AnnexPlace} starts, watches and stops a session, and no other class knows of it. */
@Timeout(120)
class RegisteredPlaceIT {
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** Whoever asks this host instead of the place is found out. */
    private static final ProcessTable NOT_ASKED = (ProcessTable) Proxy.newProxyInstance(
            ProcessTable.class.getClassLoader(), new Class<?>[] {ProcessTable.class}, (proxy, method, arguments) -> {
                throw new AssertionError("this host was asked: " + method.getName());
            });

    @TempDir
    Path root;

    private final CommonsExecRunner commands = new CommonsExecRunner();
    private AscendSite site;
    private AnnexPlace annex;
    private SessionStore store;
    private Stopper stopper;

    @BeforeEach
    void open() throws IOException {
        site = new AscendSite(Files.createDirectory(root.resolve("ws")));
        annex = AnnexPlace.beside(site.workDir, root);
        store = store(places().vitals());
        stopper = new Stopper(store, places().vitals().doubting(), new SummaryReader(store), Clock.systemUTC());
    }

    @AfterEach
    void clear() throws IOException {
        Files.writeString(annex.door(), "");
        for (Session session : store.list()) {
            if (session.state().active()) {
                stopper.stop(session, Duration.ZERO, true, "the end of the test");
            }
        }
    }

    @Test
    void startsWatchesAndStopsASession() throws Exception {
        Session session = launch();

        assertThat(Files.readAllLines(session.directory().resolve("state/identity")))
                .contains("place=annex east wing", "marker=" + annex.directory(session));
        assertThat(session.state()).isEqualTo(SessionState.RUNNING);
        assertThat(session.reason()).isNull();

        StopOutcome outcome = stopper.stop(session, GRACE, false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
        assertThat(outcome.session().state()).isEqualTo(SessionState.STOPPED);
        assertThat(outcome.session().exitCode()).isEqualTo(143);
    }

    @Test
    void isOutOfReachWhileItsPlaceCannotBeAskedAndInterruptedWithIt() throws Exception {
        Session session = launch();
        Files.delete(annex.door());

        assertThat(now(session).unreachable()).isTrue();
        assertThat(now(session).state()).isEqualTo(SessionState.RUNNING);
        assertThat(now(session).reason()).isEqualTo("the annex is shut");
        assertThatThrownBy(() -> stopper.stop(session, GRACE, false, "operator"))
                .hasMessage("session 1 cannot be stopped from here: the annex is shut")
                .hasFieldOrPropertyWithValue("remedy", "open the annex");

        Files.writeString(annex.door(), "");
        assertThat(now(session).unreachable()).isFalse();
        killAll(session);

        Files.writeString(annex.door(), "bricked up");
        assertThat(now(session).state()).isEqualTo(SessionState.INTERRUPTED);
        assertThat(now(session).reason()).isEqualTo("annex bricked up");
    }

    @Test
    void isNotTakenForDeadByAShellThatDoesNotKnowItsPlace() throws Exception {
        Session session = launch();
        SessionStore another = store(
                Places.onHost(new SetsidStarter(), new ProcFsTable(commands)).vitals());
        killAll(session);

        Session seen = another.require(session.id().text());
        assertThat(seen.unreachable()).isTrue();
        assertThat(seen.state()).isEqualTo(SessionState.RUNNING);
        assertThat(seen.reason()).isEqualTo("this npu-shell does not know its place, \"annex\"");

        assertThat(now(session).state()).isEqualTo(SessionState.LOST);
    }

    private Places places() {
        return new Places(new HostPlace(new SetsidStarter(), NOT_ASKED), List.of(annex));
    }

    private SessionStore store(Vitals vitals) {
        return new FileSessionStore(
                site.workDir, vitals, new FlockProbe(commands), Clock.systemUTC(), new LogVerdicts());
    }

    private Session launch() throws IOException {
        site.behaves("slow");
        Installation installation = new Installation("/usr/bin/java", "step.jar", "trainer.jar", "nowhere", "0.1.0");
        LaunchOutcome outcome = new Launcher(
                        site.facts(), installation, directory -> store, places(), Clock.systemUTC())
                .launch(site.request());
        assertThat(outcome.plan().findings()).noneMatch(finding -> finding.blocks());
        Session session = ((LaunchOutcome.Started) outcome).session();
        Await.until(
                () -> "it iterates: " + AscendSite.log(session),
                () -> AscendSite.log(session).contains(" iteration "));
        return now(session);
    }

    private Session now(Session session) {
        return store.require(session.id().text());
    }

    /** The supervisor first, so that nobody records the end. */
    private void killAll(Session session) throws IOException {
        String supervisor = Files.readAllLines(session.directory().resolve("state/supervisor")).stream()
                .filter(line -> line.startsWith("pid="))
                .findFirst()
                .orElseThrow()
                .substring(4);
        ProcessHandle.of(Long.parseLong(supervisor)).orElseThrow().destroyForcibly();
        Await.until(
                () -> "it is an orphan, but " + now(session),
                () -> "orphaned".equals(now(session).reason()));
        new SessionProcesses(places().vitals()).signal(session, "KILL");
        Await.until("nothing of it lives", () -> !new SessionProcesses(places().vitals()).alive(session));
    }
}
