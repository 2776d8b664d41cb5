package io.npushell.shell.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.device.FakeNpuSmi;
import io.npushell.launch.AscendSite;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import io.npushell.shell.command.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor asks this very machine, with npu-smi, python and docker of its own first on PATH. */
@Timeout(120)
class DoctorCommandTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void open() throws IOException {
        shell = new ShellHarness(
                root,
                Map.of(
                        "PATH", root.resolve("bin") + ":/usr/bin:/bin",
                        "LD_LIBRARY_PATH", "/from/the/login",
                        "ASCEND_TOOLKIT_HOME", "/from/the/login"));
        Files.createDirectories(shell.workspace());
    }

    @Test
    void theEmbeddedEngineIsReadyAnywhere() throws IOException {
        shell.run("use qwen-nano; set work-dir " + shell.workspace());
        Map<String, Long> before = files();

        Result result = shell.run("doctor");

        assertThat(result.exit()).as(result.screen()).isEqualTo(ExitCode.OK);
        assertThat(result.outLines())
                .extracting(line -> line.strip().split("\\s+")[1])
                .containsExactly("java", "memory", "disk", "ownership", "state", "tools", "clock");
        assertThat(result.err()).isEqualTo("nothing is wrong for qwen-nano/pretrain\n");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void saysWhatAnAscendProfileLacksHere() {
        shell.run("use qwen-14b; set work-dir " + shell.workspace());

        Result result = shell.run("doctor npus code");

        assertThat(result.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(result.out()).isEqualTo("""
              error    npus  npu-smi is not on this host's PATH
                             try: install driver and firmware, or in a container mount /usr/local/sbin/npu-smi
              error    code  the code package is not in 'WS/llm_train/AscendSpeed'
                             try: workspace unpack AscendCloud-3rdLLM-….zip   or   set code-dir DIRECTORY
            """.replace("WS", shell.workspace().toString()));
        assertThat(result.err()).isEqualTo("2 errors for qwen-14b/pretrain\n");
    }

    @Test
    void asksInsideAsTheUserWhoTrainsAndSaysWhereItCannot() throws IOException {
        docker("running");
        Result inside =
                shell.run("use qwen-14b; set container a1; set container-user 1000:1000; doctor ownership tools");
        assertThat(inside.out()).doesNotContain("about the host");
        assertThat(Files.readAllLines(root.resolve("asked")))
                .filteredOn(line -> line.startsWith("exec"))
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.contains("--user 1000:1000"));

        docker("exited");
        assertThat(shell.run("use qwen-14b; set container a1; doctor tools").out())
                .contains("container a1 is exited, so this is about the host, not about where trainings run");
    }

    private void docker(String status) throws IOException {
        Path docker = Files.createDirectories(root.resolve("bin")).resolve("docker");
        Files.writeString(docker, """
            #!/bin/sh
            echo $* | head -n 1 >>ROOT/asked
            case $1 in
            inspect) echo '[{"Id":"abc","Name":"/a1","State":{"Status":"STATUS","StartedAt":"t"}}]' ;;
            exec) shift; while [ "${1#-}" != "$1" ]; do shift 2; done; shift; exec "$@" ;;
            *) exit 1 ;;
            esac
            """.replace("ROOT", root.toString()).replace("STATUS", status));
        assertThat(docker.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void withoutAProfileWhatOnlyAscendNeedsIsNoError() throws IOException {
        Result result = shell.run("doctor --json");

        JsonNode document = new ObjectMapper().readTree(result.out());
        assertThat(document.get("schema").asText()).isEqualTo("npu-shell/doctor/1");
        assertThat(document.get("engine").asText()).isEqualTo("embedded");
        assertThat(document.get("checks").findValuesAsText("level"))
                .contains("ok", "warning")
                .doesNotContain("error");
        assertThat(document.get("checks").findValuesAsText("name")).contains("npus", "torch", "java");
        assertThat(document.get("ok").asBoolean()).isTrue();
        assertThat(result.exit()).isEqualTo(ExitCode.OK);
    }

    @Test
    void asksPythonInTheEnvironmentOfASession() throws IOException {
        new AscendSite(shell.workspace());
        FakeNpuSmi.of(8).install(root.resolve("bin"));
        Path cann = Files.createDirectories(root.resolve("cann/aarch64-linux"));
        Files.writeString(cann.resolve("ascend_toolkit_install.info"), "version=8.0.RC1\n");
        program("python", """
            #!/bin/sh
            case $2 in
            *torch*)
                echo "python 3.9.18 $0"
                [ "${LD_LIBRARY_PATH-}" = /from/the/profile ] || { echo "ImportError: libascend_hal.so: no LD_LIBRARY_PATH but ${LD_LIBRARY_PATH-none}" >&2; exit 1; }
                echo "torch 2.1.0"; echo "torch_npu 2.1.0.post3"; echo "devices 8" ;;
            *) echo "package transformers 4.32.0" ;;
            esac
            """);
        ownProfile("export LD_LIBRARY_PATH=/from/the/profile ASCEND_TOOLKIT_HOME=" + root.resolve("cann"));
        Files.writeString(
                shell.workspace().resolve("20240516-Ascend/llm_train/AscendSpeed/scripts/requirements.txt"),
                "transformers==4.32.0\n");
        shell.run("use mine; set work-dir " + shell.workspace());

        assertThat(shell.run("doctor npus cann torch packages").out())
                .isEqualTo("""
                      ok       npus      8 NPUs 910B3, 64.0 GiB, all well and free
                      ok       cann      CANN 8.0.RC1, the manual's
                      ok       torch     torch 2.1.0, torch_npu 2.1.0.post3, python 3.9.18 BIN/python, 8 devices
                      ok       packages  1 package of requirements.txt is as it says
                    """.replace("BIN", root.resolve("bin").toString()));

        ownProfile("true");
        assertThat(shell.run("use mine; doctor torch").out())
                .contains("import torch fails in the environment of a session: ImportError: libascend_hal.so: no"
                        + " LD_LIBRARY_PATH but none");
    }

    @Test
    void takesOnlyChecksThatExist() {
        Result result = shell.run("doctor npu");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("'npu' is no check; the checks are npus, driver, cann, ");
        assertThat(shell.suggestions("doctor npus d"))
                .extracting(Suggestion::value)
                .contains("driver", "docker", "disk")
                .doesNotContain("npus");
    }

    private void ownProfile(String environment) throws IOException {
        String yaml = Files.readString(Path.of("profiles/qwen-14b.yaml"))
                .replace("name: qwen-14b", "name: mine")
                .replaceAll("  - if \\[ -f /usr/local/Ascend/ascend-toolkit.*", "  - " + environment)
                .replaceAll("  - if \\[ -f /usr/local/Ascend/nnal.*\n", "");
        Files.writeString(
                Files.createDirectories(shell.home().resolve("profiles")).resolve("mine.yaml"), yaml);
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.createDirectories(root.resolve("bin")).resolve(name);
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Map<String, Long> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            Map<String, Long> times = new TreeMap<>();
            for (Path file : all.toList()) {
                times.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
            }
            return times;
        }
    }
}
