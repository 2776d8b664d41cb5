package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.container.Container;
import io.npushell.container.TestEngine;
import io.npushell.plan.Finding;
import io.npushell.process.Await;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ContainerSessionIT {
    private static final Duration GRACE = Duration.ofSeconds(20);

    @TempDir
    Path root;

    ContainerSite site;

    @BeforeEach
    void prepare() throws IOException {
        site = new ContainerSite(root);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void trainsInsideAsTheImagesUserAndResumesThere() throws Exception {
        Container container = site.start();
        assertThat(blocking(site.request())).containsExactly("C04");
        site.setUp();

        Session session = site.await(site.launch(site.request()), SessionState.COMPLETED);

        assertThat(session.spec().run().container().id()).isEqualTo(container.id());
        assertThat(Files.getAttribute(session.log(), "unix:uid")).isEqualTo(1000);
        assertThat(site.stateField(session, "identity", "container"))
                .isEqualTo(container.id() + " " + ContainerSite.NAME + " 1000:1000 " + container.started());
        assertThat(site.stateField(session, "identity", "pidns"))
                .isNotEqualTo(
                        Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
        assertThat(Files.readAllLines(site.files.code.resolve("environment")))
                .contains("LC_IMAGE=of-the-image", "HOME=/home/ma-user")
                .noneMatch(line -> line.startsWith("NPU_SHELL_CONTAINER") || line.startsWith("DOCKER_HOST"));

        Resumption more = site.resumer().resume(session, new ResumeTarget.More(10), io.npushell.params.Settings.none());
        Session child =
                site.await(site.launch(more.request().accepting(java.util.Set.of("O02"))), SessionState.COMPLETED);

        assertThat(child.spec().run().container().name()).isEqualTo(ContainerSite.NAME);
        assertThat(AscendSite.log(child)).contains("iteration       30/      30");
    }

    @Test
    void endsATrainingInside() throws Exception {
        Session session = running("patient");

        StopOutcome outcome = site.stopper().stop(session, GRACE, false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.Stopped.class);
        assertThat(outcome.session().state()).isEqualTo(SessionState.STOPPED);
        assertThat(outcome.session().exitCode()).isEqualTo(143);
        assertThat(site.docker.docker("top", ContainerSite.NAME)).doesNotContain("run.sh", "qwen.sh");
    }

    @Test
    void killsWhatIgnoresTermInside() throws Exception {
        Session session = running("deaf");

        StopOutcome outcome = site.stopper().stop(session, Duration.ofMillis(300), false, "operator");

        assertThat(outcome).isInstanceOf(StopOutcome.Killed.class);
        assertThat(outcome.session().state()).isEqualTo(SessionState.STOPPED);
    }

    @Test
    void isAnOrphanWhenItsSupervisorIsKilledInsideAndCanBeStopped() throws Exception {
        Session session = running("slow");

        site.docker.docker("exec", ContainerSite.NAME, "kill", "-KILL", site.stateField(session, "supervisor", "pid"));

        Await.until(
                () -> "orphaned: " + site.now(session),
                () -> "orphaned".equals(site.now(session).reason()));
        assertThat(site.now(session).state()).isEqualTo(SessionState.RUNNING);
        StopOutcome outcome = site.stopper().stop(session, GRACE, false, "operator");
        assertThat(outcome.session().state()).isEqualTo(SessionState.STOPPED);
        assertThat(outcome.session().reason()).isEqualTo("exit code unknown");
    }

    @Test
    void isLostWhenAllOfItIsKilledInsideAndTheContainerGoesOn() throws Exception {
        Session session = running("slow");

        site.docker.docker(
                "exec",
                ContainerSite.NAME,
                "sh",
                "-c",
                "for p in /proc/[0-9]*; do p=${p#/proc/}; [ $p = 1 ] || [ $p = $$ ] || kill -KILL $p; done; :");

        assertThat(site.await(session, SessionState.LOST).reason()).isEqualTo("nobody saw it end");
    }

    @Test
    void isInterruptedWhenTheContainerIsKilledAndStaysSoWhenItIsStartedAgain() throws Exception {
        Session session = running("slow");

        site.docker.docker("kill", ContainerSite.NAME);

        assertThat(site.await(session, SessionState.INTERRUPTED).reason()).isEqualTo("container gone");
        assertThat(site.now(session).mark()).isNull();
        site.docker.docker("start", ContainerSite.NAME);
        assertThat(site.now(session).reason()).isEqualTo("container gone");
        site.docker.docker("rm", "--force", ContainerSite.NAME);
        assertThat(site.now(session).reason()).isEqualTo("container gone");
    }

    @Test
    void isUnreachableWhileThereIsNoDaemonAndWhileItIsPaused() throws Exception {
        Session session = running("slow");

        site.docker.docker("pause", ContainerSite.NAME);
        assertThat(site.now(session).mark()).isEqualTo("unreachable");
        assertThat(site.now(session).reason()).isEqualTo("container npu-shell-it cannot be asked: it is paused");
        site.docker.docker("unpause", ContainerSite.NAME);
        assertThat(site.now(session).mark()).isNull();

        site.docker.killDaemon();
        try {
            Session seen = site.now(session);
            assertThat(seen.state()).isEqualTo(SessionState.RUNNING);
            assertThat(seen.mark()).isEqualTo("unreachable");
            assertThat(seen.reason()).startsWith("container npu-shell-it cannot be asked: ");
        } finally {
            site.docker.startDaemon();
        }
        assertThat(site.await(session, SessionState.INTERRUPTED).reason()).isEqualTo("container gone");
    }

    @Test
    void refusesAnImageThatLacksWhatASessionNeeds() {
        site.start("image=" + TestEngine.IMAGE_WITHOUT_FLOCK);

        LaunchOutcome outcome =
                site.launcher().launch(site.request("image=" + TestEngine.IMAGE_WITHOUT_FLOCK, "container-user=root"));

        assertThat(outcome).isInstanceOf(LaunchOutcome.Refused.class);
        assertThat(outcome.plan().findings())
                .filteredOn(Finding::blocks)
                .extracting(Finding::sentence)
                .containsExactly("container npu-shell-it lacks flock, which a session needs inside");
        assertThat(site.store.list()).isEmpty();
    }

    @Test
    void refusesWithoutTheContainerAndWithoutTheWorkspaceInIt() throws IOException {
        assertThat(blocking(site.request())).containsExactly("C01");

        site.docker.docker("run", "-itd", "--net=host", "--name", ContainerSite.NAME, TestEngine.IMAGE, "/bin/bash");

        assertThat(blocking(site.request())).containsExactly("C02", "C05");
    }

    private java.util.List<String> blocking(LaunchRequest request) {
        return site.launcher().plan(request).findings().stream()
                .filter(Finding::blocks)
                .map(Finding::code)
                .toList();
    }

    private Session running(String behaviour) throws IOException {
        site.start();
        site.files.behaves(behaviour);
        site.setUp();
        return site.launchAndAwait(site.request(), " iteration ");
    }
}
