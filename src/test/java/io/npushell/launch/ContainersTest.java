package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.container.Container;
import io.npushell.container.ContainerEngine;
import io.npushell.container.ContainerHostLook;
import io.npushell.container.ContainerWishes;
import io.npushell.process.CommandOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong while a container is made anew, the one before is there afterwards. */
class ContainersTest {
    private static final String NAME = "ascendspeed";
    private static final String ASIDE = "ascendspeed.before-recreate";
    private static final ContainerWishes WISHES = new ContainerWishes(
            NAME,
            "img:1",
            "/",
            List.of(),
            null,
            1,
            false,
            1,
            1 << 20,
            1,
            new ContainerWishes.Firm(false, false, false));

    private final DockerStandIn docker = new DockerStandIn();
    private final List<String> told = new ArrayList<>();
    private final ContainerEngine engine = new ContainerEngine(docker);
    private final Containers containers =
            new Containers(engine, new ContainerHostLook(engine, Path.of("/nowhere")), "0.1.0", List::of);

    @Test
    void removesTheOneBeforeOnlyWhenTheNewOneRuns() {
        docker.has(NAME, "running");

        ContainerOutcome outcome = recreate();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ContainerOutcome.Started.class,
                        started -> assertThat(started.anew()).isTrue());
        assertThat(docker.boxes).hasToString("[ascendspeed new0 running]");
        assertThat(docker.asked).containsSubsequence("rename", "run", "inspect", "rm");
        assertThat(told)
                .containsExactly(
                        "container ascendspeed kept as ascendspeed.before-recreate until the new one runs",
                        "the new container ascendspeed runs; the one before is removed");
    }

    @Test
    void bringsBackTheOneBeforeWhereTheNewOneCannotBeMade() {
        docker.has(NAME, "running");
        docker.instead.put("run", () -> DockerStandIn.failed("exec /bin/bash: exec format error."));

        assertThatThrownBy(this::recreate)
                .hasMessage("container ascendspeed cannot be made: exec /bin/bash: exec format error.");

        assertThat(docker.boxes).hasToString("[ascendspeed 0ld0 running]");
        assertThat(docker.asked).as("it was never stopped").doesNotContain("start", "stop");
        assertThat(told).last().isEqualTo("the container before is ascendspeed again, as it was");
    }

    @Test
    void bringsItBackWhereTheNewOneEndsAtOnce() {
        docker.has(NAME, "exited");
        docker.startsAs = "exited";
        docker.logs = "first\nrun_train.sh: no job given\n\n";

        assertThatThrownBy(this::recreate)
                .isInstanceOfSatisfying(OperatorException.class, failed -> {
                    assertThat(failed.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
                    assertThat(failed.remedy()).doesNotContain("container start");
                })
                .hasMessage("container ascendspeed ended at once with exit code 3. The last it said:\n"
                        + "  first\n  run_train.sh: no job given");

        assertThat(docker.boxes).as("it did not run before either").hasToString("[ascendspeed 0ld0 exited]");
        assertThat(docker.asked).doesNotContain("start");
    }

    @Test
    void removesWhatARunThatFailedLeftInItsPlace() {
        docker.has(NAME, "running");
        docker.instead.put("run", () -> {
            docker.boxes.add(new DockerStandIn.Box("half", NAME, "created"));
            return DockerStandIn.failed("no such device");
        });

        assertThatThrownBy(this::recreate).hasMessageContaining("no such device");

        assertThat(docker.boxes).hasToString("[ascendspeed 0ld0 running]");
    }

    @Test
    void startsItAgainWhereItEndedMeanwhile() {
        DockerStandIn.Box before = docker.has(NAME, "running");
        docker.instead.put("run", () -> {
            before.status = "exited";
            return DockerStandIn.failed("out of space");
        });

        assertThatThrownBy(this::recreate).hasMessageContaining("out of space");

        assertThat(docker.boxes).hasToString("[ascendspeed 0ld0 running]");
    }

    @Test
    void touchesNothingWhereItCannotBeRenamed() {
        docker.has(NAME, "running");
        docker.instead.put("rename", () -> DockerStandIn.failed("not supported"));

        assertThatThrownBy(this::recreate).hasMessage("container ascendspeed cannot be renamed: not supported");

        assertThat(docker.asked).doesNotContain("run", "rm");
        assertThat(docker.boxes).hasToString("[ascendspeed 0ld0 running]");
    }

    @Test
    void saysWhereItIsWhereDockerHangsInBetween() {
        docker.has(NAME, "running");
        docker.instead.put("run", () -> {
            List.of("inspect", "rename", "version", "rm", "start")
                    .forEach(verb -> docker.instead.put(verb, ContainersTest::unanswered));
            return unanswered();
        });

        assertThatThrownBy(this::recreate).hasMessageContaining("docker did not answer in time");

        assertThat(docker.boxes).hasToString("[ascendspeed.before-recreate 0ld0 running]");
        assertThat(told)
                .last()
                .asString()
                .contains("is kept as " + ASIDE)
                .contains("!docker rename " + ASIDE + " " + NAME);
    }

    @Test
    void saysWhereTheOneBeforeCannotBeRemoved() {
        docker.has(NAME, "running");
        docker.instead.put("rm", () -> DockerStandIn.failed("device or resource busy"));

        assertThat(recreate()).isInstanceOf(ContainerOutcome.Started.class);

        assertThat(told).last().asString().contains("device or resource busy").endsWith("!docker rm --force " + ASIDE);
    }

    @Test
    void findsTheOneBeforeAfterACrashAndSaysWhatToDo() {
        docker.has(ASIDE, "running");

        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(OperatorException.class, refused -> {
                    assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFLICT);
                    assertThat(refused.remedy())
                            .isEqualTo("!docker rename " + ASIDE + " " + NAME + "   or   container start --recreate");
                })
                .hasMessage("container start --recreate was cut short: the container before is " + ASIDE
                        + " (running), and there is no ascendspeed");
        assertThat(docker.boxes).hasSize(1);
    }

    @Test
    void goesOnAfterACrashWhenToldTo() {
        docker.has(ASIDE, "running");

        recreate();

        assertThat(docker.boxes).hasToString("[ascendspeed new0 running]");
    }

    @Test
    void bringsItBackAfterACrashWhereTheNewOneStillCannotBeMade() {
        docker.has(ASIDE, "running");
        docker.instead.put("run", () -> DockerStandIn.failed("no"));

        assertThatThrownBy(this::recreate).hasMessageContaining("cannot be made");

        assertThat(docker.boxes).hasToString("[ascendspeed 0ld0 running]");
    }

    @Test
    void refusesToMakeItAnewWhileOneBeforeIsLeft() {
        docker.has(NAME, "running");
        docker.has(ASIDE, "exited");

        assertThatThrownBy(this::recreate).hasMessageContaining("the container before is " + ASIDE + " (exited)");
        assertThat(docker.boxes).hasSize(2);

        assertThat(start()).isInstanceOf(ContainerOutcome.Runs.class);
        assertThat(told).singleElement().asString().contains("!docker rm --force " + ASIDE);
    }

    @Test
    void saysWhyOneThatWasStartedAgainEndedAtOnce() {
        docker.has(NAME, "exited").exitCode = 127;
        docker.instead.put("start", () -> DockerStandIn.said(NAME));

        assertThatThrownBy(this::start)
                .hasMessage("container ascendspeed ended at once with exit code 127, and said nothing");
    }

    private ContainerOutcome recreate() {
        return containers.start(WISHES, true, false, ContainersTest::never, told::add);
    }

    private ContainerOutcome start() {
        return containers.start(WISHES, false, false, ContainersTest::never, told::add);
    }

    private static boolean never(Container container) {
        throw new AssertionError("asked about " + container.name());
    }

    private static CommandOutput unanswered() {
        return new CommandOutput(137, "", "", true);
    }
}
