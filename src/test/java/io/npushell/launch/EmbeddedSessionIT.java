package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.device.NpuInventory;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Settings;
import io.npushell.plan.Installation;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.ProcFsTable;
import io.npushell.process.SetsidStarter;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.session.SessionStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with the real engine: text to tokens, trained, stopped, resumed, asked to write. */
@Timeout(300)
class EmbeddedSessionIT {
    @TempDir
    Path workDir;

    final CommonsExecRunner commands = new CommonsExecRunner();
    final Installation installation = new Installation(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            System.getProperty("java.class.path"),
            System.getProperty("java.class.path"),
            "nowhere",
            "0.1.0");

    @AfterEach
    void stop() throws InterruptedException {
        for (Session session : store().list()) {
            stopper().stop(session, Duration.ZERO, true, "the end of the test");
        }
    }

    @Test
    void trainsStopsResumesAndWrites() throws Exception {
        String text = "Once upon a time there was a little NPU. It liked to multiply matrices all day long.\n";
        Path raw = Files.writeString(workDir.resolve("story.txt"), text.repeat(400));
        LaunchRequest request = LaunchRequest.of(
                AscendSite.PROFILES.load("qwen-nano"),
                RunType.PRETRAIN,
                AscendSite.settings(
                        Origin.OPERATOR,
                        "work-dir=" + workDir,
                        "raw-input=" + raw,
                        "train-iters=400",
                        "save-interval=2"));

        Session session = started(launcher().launch(request));
        awaitSaved(session);
        StopOutcome stopped = stopper().stop(session, Duration.ofSeconds(60), false, "operator");
        long reached = stopped.session().summary().savedIteration();
        Resumption resumption = new Resumer(store(), AscendSite.PROFILES, summaries())
                .resume(store().require("1"), new ResumeTarget.To(reached + 3), Settings.none());
        Session child = started(launcher().launch(resumption.request()));
        Session ended = new Waiter(store(), summaries())
                .await(child.id(), Duration.ofSeconds(120))
                .orElseThrow();

        assertThat(stopped.session().state()).isEqualTo(SessionState.STOPPED);
        assertThat(resumption.iteration()).isEqualTo(reached);
        assertThat(ended.state()).as(AscendSite.log(ended)).isEqualTo(SessionState.COMPLETED);
        assertThat(ended.spec().request().steps()).containsExactly("train");
        assertThat(ended.summary().firstIteration()).isEqualTo(reached + 1);
        assertThat(ended.summary().iteration()).isEqualTo(reached + 3);
        assertThat(ended.summary().lastLoss())
                .isLessThan(stopped.session().summary().firstLoss());
        Sampler sampler = new Sampler(commands, installation, store());
        assertThat(sampler.before(stopped.session(), "Once", 8))
                .get()
                .extracting(Sample::iteration)
                .isEqualTo(0L);
        assertThat(sampler.before(ended, "Once", 8)).contains(sampler.after(stopped.session(), "Once", 8));
        assertThat(sampler.after(stopped.session(), "Once", 8).iteration()).isEqualTo(reached);
        assertThat(sampler.after(ended, "Once", 8).iteration()).isEqualTo(reached + 3);
    }

    private void awaitSaved(Session session) throws InterruptedException {
        for (int look = 0; look < 2000; look++) {
            Session now = summaries().refresh(store().require(session.id().text()));
            if (now.summary().savedIteration() >= 2) {
                return;
            }
            assertThat(now.state().active()).as(AscendSite.log(now)).isTrue();
            Thread.sleep(50);
        }
        throw new AssertionError("nothing was saved: " + AscendSite.log(session));
    }

    private static Session started(LaunchOutcome outcome) {
        assertThat(outcome.plan().findings())
                .filteredOn(finding -> finding.blocks())
                .isEmpty();
        return ((LaunchOutcome.Started) outcome).session();
    }

    private Launcher launcher() {
        return new Launcher(
                new FactGatherer(() -> NpuInventory.none("none here"), directory -> store()),
                installation,
                directory -> store(),
                Places.onHost(new SetsidStarter(), new ProcFsTable(new CommonsExecRunner())),
                Clock.systemUTC());
    }

    private SessionStore store() {
        return HostSessions.open(workDir, commands, Clock.systemUTC(), new LogVerdicts());
    }

    private SummaryReader summaries() {
        return new SummaryReader(store());
    }

    private Stopper stopper() {
        return new Stopper(store(), new HostVitals(new ProcFsTable(commands)), summaries(), Clock.systemUTC());
    }
}
