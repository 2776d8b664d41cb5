package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.container.ContainerEngine;
import io.npushell.container.ContainerRun;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import io.npushell.process.HostFacts;
import io.npushell.process.ProcFsTable;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.process.RecordedPlace;
import io.npushell.session.Vitals.Over;
import io.npushell.session.Vitals.Recorded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against a docker that says what it is told to; the real one is in ContainerSessionIT. */
class ContainerVitalsTest {
    private static final String STARTED = "2026-11-25T18:58:54Z";
    private static final RecordedPlace RUN =
            new RecordedPlace(ContainerRun.KIND, new ContainerRun("c1", "ascendspeed", "1000:1000", STARTED).text());

    private final HostFacts here = HostFacts.here();
    private final Recorded training =
            recorded(new ProcessIdentity(here.host(), "pid:[1]", 12, 500, here.bootId(), RUN));
    private final List<List<String>> asked = new ArrayList<>();
    private CommandOutput exec = answer(0, "", "");
    private CommandOutput inspect = answer(0, "", "");
    private Duration trust = Duration.ZERO;

    @Test
    void findsItAliveInside() {
        exec = listing("stat 12 (sh) S 1 12 12 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 500");

        assertThat(vitals().liveness(training)).isEqualTo(Liveness.ALIVE);
        assertThat(asked.get(0)).startsWith("docker", "exec", "--user", "1000:1000", "c1");
    }

    @Test
    void tellsADeadOneFromAContainerThatIsGone() {
        exec = listing("stat 12 (other) S 1 12 12 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 900");

        inspect = container("running", STARTED);
        assertThat(vitals().liveness(training)).isEqualTo(Liveness.DEAD);

        inspect = container("running", "2026-11-25T20:00:00Z");
        assertThat(vitals().liveness(training)).isEqualTo(Liveness.ELSEWHERE);
        assertThat(vitals().over(training)).contains(new Over("container gone", true));
    }

    @Test
    void takesAContainerThatEndedOrWasRemovedForGone() {
        exec = answer(1, "", "Error response from daemon: Container c1 is not running");
        inspect = container("exited", STARTED);
        assertThat(vitals().over(training)).contains(new Over("container gone", true));

        inspect = answer(1, "[]", "Error: No such object: c1");
        assertThat(vitals().over(training)).contains(new Over("container gone", true));
        assertThat(vitals().liveness(training)).isEqualTo(Liveness.ELSEWHERE);
    }

    @Test
    void knowsThatAContainerEndedForItsMemoryOnlyOfThatRun() {
        exec = answer(1, "", "Error response from daemon: Container c1 is not running");
        inspect = outOfMemory(STARTED);
        assertThat(vitals().over(training)).contains(new Over("container gone, out of memory", true));

        inspect = outOfMemory("2026-11-25T20:00:00Z");
        assertThat(vitals().over(training)).contains(new Over("container gone", true));
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

        assertThat(vitals().liveness(training)).isEqualTo(Liveness.ELSEWHERE);
        assertThat(vitals().over(training)).isEmpty();
        assertThat(vitals().outOfSight(training))
                .isEqualTo("container ascendspeed cannot be asked: Cannot connect to the Docker daemon at unix:///x. Is"
                        + " the docker daemon running?");
    }

    @Test
    void believesOnlyForAMomentThatItLivesAndNeverThatItDoesNot() {
        trust = Duration.ofMinutes(1);
        ContainerVitals vitals = vitals();
        exec = listing("stat 12 (sh) S 1 12 12 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 500");
        vitals.liveness(training);
        vitals.liveness(training);
        assertThat(asked).hasSize(1);

        Recorded younger = recorded(new ProcessIdentity(here.host(), "pid:[1]", 13, 600, here.bootId(), RUN));
        exec = listing("stat 13 (sh) S 1 13 13 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 600");
        assertThat(vitals.liveness(younger)).isEqualTo(Liveness.ALIVE);
    }

    @Test
    void signalsTheGroupAndWhoCarriesTheMarkerInside() {
        exec = listing(
                "stat 12 (sh) S 1 12 12 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 500",
                "stat 14 (python) S 12 14 14 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 510",
                "stat 15 (other) S 1 15 15 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 510",
                "/proc/12/environ:NPU_SHELL_SESSION=/ws/s",
                "/proc/14/environ:NPU_SHELL_SESSION=/ws/s");

        vitals().signal(marked(training, "/ws/s"), "TERM");

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

        vitals().signal(marked(training, "/ws/s"), "TERM");

        assertThat(asked).hasSize(1);
        assertThat(vitals().liveness(marked(training, "/ws/s"))).isEqualTo(Liveness.DEAD);
    }

    @Test
    void asksNobodyAboutAnotherHostOrThisOnesOwn() {
        Recorded other = recorded(new ProcessIdentity("other", "pid:[1]", 12, 500, "another-boot", RUN));
        Recorded own = recorded(new ProcessIdentity(here.host(), here.pidNamespace(), 1, 0, here.bootId(), RUN));

        assertThat(vitals().liveness(other)).isEqualTo(Liveness.ELSEWHERE);
        assertThat(vitals().over(other)).isEmpty();
        vitals().liveness(own);
        assertThat(asked).isEmpty();
    }

    private static Recorded recorded(ProcessIdentity leader) {
        return new Recorded(Path.of("/ws/s"), leader, "");
    }

    private static Recorded marked(Recorded who, String mark) {
        return new Recorded(who.directory(), who.leader(), mark);
    }

    private ContainerVitals vitals() {
        CommandRunner docker = (command, directory, environment, timeout) -> {
            asked.add(command);
            return command.get(1).equals("exec") ? exec : inspect;
        };
        return new ContainerVitals(new HostVitals(new ProcFsTable(docker)), new ContainerEngine(docker), here, trust);
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
