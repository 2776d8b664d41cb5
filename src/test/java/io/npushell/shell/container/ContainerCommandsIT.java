package io.npushell.shell.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.container.FakeMachine;
import io.npushell.container.TestEngine;
import io.npushell.device.FakeNpuSmi;
import io.npushell.launch.AscendSite;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operator's lines against a real docker daemon. */
@Timeout(120)
class ContainerCommandsIT {
    @TempDir
    Path root;

    private TestEngine docker;
    private AscendSite site;
    private ShellHarness shell;

    @BeforeEach
    void prepare() throws IOException {
        docker = TestEngine.require();
        FakeNpuSmi.of(8).install(root.resolve("bin"));
        Map<String, String> environment = new HashMap<>(docker.environment());
        environment.put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        shell = new ShellHarness(root, environment);
        FakeMachine.has(shell.machine(), 8);
        site = new AscendSite(Files.createDirectories(shell.workspace()));
        Files.writeString(site.code.resolve("scripts/requirements.txt"), "numpy\n");
        run("use qwen-14b; set work-dir " + shell.workspace() + "; set image " + TestEngine.IMAGE
                + "; set train-iters 20");
    }

    @AfterEach
    void close() {
        docker.engine().docker(List.of("rm", "--force", "ascendspeed", "inference", "npu-it"), Duration.ofSeconds(30));
    }

    @Test
    void goesTheManualsWayFromStartToStop() throws IOException {
        assertThat(run("container status").out()).isEqualTo("Container ascendspeed  absent  container start\n");
        assertThat(run("container plan").exit()).isEqualTo(ExitCode.OK);

        Result started = run("container start");
        assertThat(started.exit()).as(started.screen()).isEqualTo(ExitCode.OK);
        assertThat(started.err())
                .contains("container ascendspeed runs.  container setup · set container ascendspeed for trainings");
        assertThat(run("container start").err()).contains("container ascendspeed runs already.");
        assertThat(status("setup_needed")).isEqualTo("true");

        Result set = run("container setup");
        assertThat(set.exit()).as(set.screen()).isEqualTo(ExitCode.OK);
        assertThat(docker.docker("exec", "ascendspeed", "cat", "/home/ma-user/pip-ran"))
                .isEqualTo("pip install -r requirements.txt in " + site.code + "/scripts");
        assertThat(status("setup_needed")).isEqualTo("false");

        assertThat(run("set container ascendspeed").exit()).isEqualTo(ExitCode.OK);
        site.behaves("slow");
        Result launched = run("launch --accept O02");
        assertThat(launched.exit()).as(launched.screen()).isEqualTo(ExitCode.OK);
        assertThat(run("show last").out()).contains("  container  ascendspeed (npu-shell-test:1)\n");
        assertThat(run("container status").out()).contains("  trainings  run in it\n", "  sessions   1 running\n");

        Result refused = run("container stop");
        assertThat(refused.exit()).isEqualTo(ExitCode.CONFLICT);
        assertThat(refused.err())
                .contains("session 1 runs in container ascendspeed", "stop 1   or   container stop --force");
        assertThat(run("container start --recreate").exit()).isEqualTo(ExitCode.CONFLICT);

        assertThat(run("stop 1").err()).contains("session 1 stopped after");
        assertThat(run("container stop").err()).isEqualTo("container ascendspeed stopped.  container start\n");
        assertThat(run("container stop").err()).isEqualTo("container ascendspeed was not running\n");
        assertThat(status("state")).isEqualTo("exited");
        assertThat(run("launch --accept O02").err()).contains("C01  container ascendspeed is exited");
        assertThat(run("container start").exit()).isEqualTo(ExitCode.OK);
        assertThat(status("setup_needed")).as("kept").isEqualTo("false");

        assertThat(run("container start --recreate").exit()).isEqualTo(ExitCode.OK);
        assertThat(status("setup_needed")).as("made anew").isEqualTo("true");
        assertThat(run("check").err() + run("check").out())
                .contains("C07  container ascendspeed needs its setup: requirements.txt has not been installed in it");
    }

    @Test
    void interruptsASessionOnlyWhenForced() throws IOException {
        run("set container npu-it; container start; container setup");
        site.behaves("slow");
        run("launch --accept O02");

        assertThat(run("container stop --force").exit()).isEqualTo(ExitCode.OK);

        assertThat(run("wait 1").exit()).isEqualTo(ExitCode.SESSION_LOST);
        assertThat(run("show 1").out()).contains("interrupted: container gone");
    }

    @Test
    void leavesAloneWhatItDidNotMake() {
        docker.docker("run", "-itd", "--net=host", "--name", "ascendspeed", TestEngine.IMAGE, "/bin/bash");
        String id = docker.docker("inspect", "--format", "{{.Id}}", "ascendspeed");

        Result other = run("container start");
        assertThat(other.exit()).isEqualTo(ExitCode.CONFLICT);
        assertThat(other.err())
                .contains("container ascendspeed is there already, and it has no NPU, not NPU 0,1,2,3,4,5,6,7");
        Result unasked = run("container start --recreate");
        assertThat(unasked.exit()).isEqualTo(ExitCode.CONFIRMATION);
        assertThat(docker.docker("inspect", "--format", "{{.Id}}", "ascendspeed"))
                .isEqualTo(id);

        assertThat(run("container start --recreate --yes").exit()).isEqualTo(ExitCode.OK);
        assertThat(docker.docker("inspect", "--format", "{{.Id}}", "ascendspeed"))
                .isNotEqualTo(id);
    }

    @Test
    void startsAnImageThatWouldRunAProgramOfItsOwn() {
        docker.docker("create", "--net=host", "--name", "inference", TestEngine.IMAGE, "/bin/bash");
        docker.docker("commit", "--change", "ENTRYPOINT [\"/bin/false\"]", "inference", "npu-shell-test:entrypoint");

        Result started = run("set image npu-shell-test:entrypoint; container start");

        assertThat(started.exit()).as(started.screen()).isEqualTo(ExitCode.OK);
        assertThat(started.err()).contains("--entrypoint /bin/bash: the image would run '/bin/false' instead");
        assertThat(status("state")).isEqualTo("running");
    }

    @Test
    void hasTheContainerBeforeAgainWhereTheNewOneCannotBeStarted() {
        run("container start");
        String id = docker.docker("inspect", "--format", "{{.Id}}", "ascendspeed");
        docker.docker("create", "--net=host", "--name", "inference", TestEngine.IMAGE, "/bin/bash");
        docker.docker("commit", "--change", "USER nobody-knows-him", "inference", "npu-shell-test:broken");

        Result failed = run("set image npu-shell-test:broken; container start --recreate");

        assertThat(failed.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(failed.err()).contains("the container before is ascendspeed again, as it was", "cannot be made: ");
        assertThat(docker.docker("inspect", "--format", "{{.Id}} {{.State.Status}}", "ascendspeed"))
                .isEqualTo(id + " running");
        assertThat(docker.docker("ps", "--all", "--format", "{{.Names}}").lines())
                .containsExactlyInAnyOrder("ascendspeed", "inference");
    }

    @Test
    void namesTheContainerThatHasTheNpus() {
        docker.docker(
                "run",
                "-itd",
                "--net=host",
                "--device",
                shell.machine() + "/dev/davinci3:/dev/davinci3",
                "--name",
                "inference",
                TestEngine.IMAGE,
                "/bin/bash");

        Result refused = run("container start");

        assertThat(refused.exit()).isEqualTo(ExitCode.CONFLICT);
        assertThat(refused.err())
                .contains("conflict  container inference has NPU 3: a second container cannot use them (-8020)")
                .contains("set container-npus 0,1,2,4,5,6,7   or   !docker stop inference");
        assertThat(run("set container-npus 4,5,6,7; container start").exit()).isEqualTo(ExitCode.OK);
        assertThat(run("container status").out()).contains("  NPUs       4, 5, 6, 7\n");
    }

    @Test
    void touchesNothingWhereSomethingIsMissing() throws IOException {
        Files.delete(shell.machine().resolve("usr/local/dcmi"));

        Result refused = run("container start");

        assertThat(refused.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refused.err())
                .contains("usr/local/dcmi' does not exist: docker would silently make an empty directory");
        assertThat(shell.machine().resolve("usr/local/dcmi")).doesNotExist();
        Files.createDirectory(shell.machine().resolve("usr/local/dcmi"));
        Result noImage = run("set image not/here:1; container start");
        assertThat(noImage.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(noImage.err())
                .contains("image 'not/here:1' is not on this host")
                .contains("container pull");
        assertThat(status("state")).isEqualTo("absent");
    }

    @Test
    void saysWhatPipSaidAndStaysInNeed() throws IOException {
        run("container start");
        Files.writeString(site.code.resolve("scripts/fail-pip"), "");

        Result failed = run("container setup");

        assertThat(failed.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).contains("ended with exit code 1");
        assertThat(status("setup_needed")).isEqualTo("true");
    }

    private Result run(String lines) {
        return shell.run(lines);
    }

    /** A field of the container's status as JSON. */
    private String status(String field) {
        Result result = shell.runJson("container status");
        return result.out()
                .lines()
                .filter(line -> line.strip().startsWith("\"" + field + "\""))
                .findFirst()
                .map(line -> line.replaceFirst(".*: ", "").replaceAll("[\",]", ""))
                .orElseThrow(() -> new AssertionError(result.screen()));
    }
}
