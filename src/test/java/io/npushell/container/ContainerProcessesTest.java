package io.npushell.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import io.npushell.process.ContainerRun;
import io.npushell.process.HostFacts;
import io.npushell.process.ProcFsTable;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable.Liveness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against a docker that says what it is told to; the real one is in ContainerSessionIT. */
class ContainerProcessesTest {
    private static final String STARTED = "2026-11-25T18:58:54Z";
    private static final ContainerRun RUN = new ContainerRun("c1", "ascendspeed", "1000:1000", STARTED);

    private final HostFacts here = HostFacts.here();
    private final ProcessIdentity training = new ProcessIdentity(here.host(), "pid:[1]", 12, 500, here.bootId(), RUN);
    private final List<List<String>> asked = new ArrayList<>();
    private CommandOutput exec = answer(0, "", "");
    private CommandOutput inspect = answer(0, "", "");
    private Duration trust = Duration.ZERO;

    @Test
    void findsItAliveInside() {
        exec = listing("stat 12 (sh) S 1 12 12 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 500");

        assertThat(table().liveness(training)).isEqualTo(Liveness.ALIVE);
        assertThat(asked.get(0)).startsWith("docker", "exec", "--user", "1000:1000", "c1");
    }

    @Test
    void tellsADeadOneFromAContainerThatIsGone() {
        exec = listing("stat 12 (other) S 1 12 12 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 900");

        inspect = container("running", STARTED);
        assertThat(table().liveness(training)).isEqualTo(Liveness.DEAD);

        inspect = container("running", "2026-11-25T20:00:00Z");
        assertThat(table().liveness(training)).isEqualTo(Liveness.ELSEWHERE);
        assertThat(table().containerGone(training)).isTrue();
    }

    @Test
    void takesAContainerThatEndedOrWasRemovedForGone() {
        exec = answer(1, "", "Error response from daemon: Container c1 is not running");
        inspect = container("exited", STARTED);
        assertThat(table().containerGone(training)).isTrue();

        inspect = answer(1, "[]", "Error: No such object: c1");
        assertThat(table().containerGone(training)).isTrue();
        assertThat(table().liveness(training)).isEqualTo(Liveness.ELSEWHERE);
    }

    @Test
    void knowsThatAContainerEndedForItsMemoryOnlyOfThatRun() {
        exec = answer(1, "", "Error response from daemon: Container c1 is not running");
        inspect = outOfMemory(STARTED);
        assertThat(table().containerGone(training)).isTrue();
        assertThat(table().containerOutOfMemory(training)).isTrue();

        inspect = outOfMemory("2026-11-25T20:00:00Z");
        assertThat(table().containerGone(training)).isTrue();
        assertThat(table().containerOutOfMemory(training)).isFalse();
    }

    private static CommandOutput outOfMemory(String started) {
        return answer(
                0,
                "[{\"Id\":\"c1\",\"State\":{\"Status\":\"exited\",\"ExitCode\":137,\"OOMKilled\":true,\"StartedAt\":\""
                        + started + "\"}}]",
                "");
    }

    @Test
    void doesNotKnowWithoutADaemon() {
        exec = answer(1, "", "Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?");
        inspect = exec;

        assertThat(table().liveness(training)).isEqualTo(Liveness.ELSEWHERE);
        assertThat(table().containerGone(training)).isFalse();
        assertThat(table().outOfSight(training))
                .isEqualTo("container ascendspeed cannot be asked: Cannot connect to the Docker daemon at unix:///x. Is"
                        + " the docker daemon running?");
    }

    @Test
    void believesOnlyForAMomentThatItLivesAndNeverThatItDoesNot() {
        trust = Duration.ofMinutes(1);
        ContainerProcesses table = table();
        exec = listing("stat 12 (sh) S 1 12 12 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 500");
        table.liveness(training);
        table.liveness(training);
        assertThat(asked).hasSize(1);

        ProcessIdentity younger = new ProcessIdentity(here.host(), "pid:[1]", 13, 600, here.bootId(), RUN);
        exec = listing("stat 13 (sh) S 1 13 13 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 600");
        assertThat(table.liveness(younger)).isEqualTo(Liveness.ALIVE);
    }

    @Test
    void signalsTheGroupAndWhoCarriesTheMarkerInside() {
        exec = listing(
                "stat 12 (sh) S 1 12 12 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 500",
                "stat 14 (python) S 12 14 14 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 510",
                "stat 15 (other) S 1 15 15 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 510",
                "/proc/12/environ:NPU_SHELL_SESSION=/ws/s",
                "/proc/14/environ:NPU_SHELL_SESSION=/ws/s");

        table().signalGroup(training, "/ws/s", "TERM");

        assertThat(asked.get(1))
                .startsWith("docker", "exec", "--user", "1000:1000", "c1", "sh")
                .endsWith("TERM", "-12", "14");
    }

    @Test
    void signalsNoGroupInsideOfWhichNothingCarriesTheMarker() {
        exec = listing(
                "stat 12 (sh) S 1 12 12 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 500",
                "/proc/12/environ:NPU_SHELL_SESSION=/ws/another");
        inspect = container("running", STARTED);

        table().signalGroup(training, "/ws/s", "TERM");

        assertThat(asked).hasSize(1);
        assertThat(table().liveness(training, "/ws/s")).isEqualTo(Liveness.DEAD);
    }

    @Test
    void asksNobodyAboutAnotherHostOrThisOnesOwn() {
        ProcessIdentity other = new ProcessIdentity("other", "pid:[1]", 12, 500, "another-boot", RUN);
        ProcessIdentity own = new ProcessIdentity(here.host(), here.pidNamespace(), 1, 0, here.bootId(), RUN);

        assertThat(table().liveness(other)).isEqualTo(Liveness.ELSEWHERE);
        assertThat(table().containerGone(other)).isFalse();
        table().liveness(own);
        assertThat(asked).isEmpty();
    }

    private ContainerProcesses table() {
        CommandRunner docker = (command, directory, environment, timeout) -> {
            asked.add(command);
            return command.get(1).equals("exec") ? exec : inspect;
        };
        return new ContainerProcesses(new ProcFsTable(docker), new ContainerEngine(docker), here, trust);
    }

    private CommandOutput listing(String... lines) {
        return answer(0, "boot " + here.bootId() + "\n" + String.join("\n", lines) + "\nend\n", "");
    }

    private static CommandOutput container(String status, String started) {
        return answer(
                0, "[{\"Id\":\"c1\",\"State\":{\"Status\":\"" + status + "\",\"StartedAt\":\"" + started + "\"}}]", "");
    }

    private static CommandOutput answer(int code, String out, String err) {
        return new CommandOutput(code, out, err, false);
    }
}
