package io.npushell.shell.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.device.FakeNpuSmi;
import io.npushell.launch.AscendSite;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.command.Suggestion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Findings, npus, Tab and greeting on a machine whose npu-smi says that all eight NPUs are idle, while a session loads on some. */
@Timeout(120)
class NpusOfSessionsTest {
    @TempDir
    Path root;

    private ShellHarness shell;
    private AscendSite site;

    @BeforeEach
    void makeASite() throws IOException {
        FakeNpuSmi.of(8).unwell(7, "Critical").install(root.resolve("bin"));
        shell = new ShellHarness(root, Map.of("PATH", root.resolve("bin") + ":" + System.getenv("PATH")));
        site = new AscendSite(shell.workspace()).behaves("slow");
        shell.run("use qwen-14b; set work-dir " + shell.workspace() + " train-iters 20");
    }

    @AfterEach
    void stop() throws InterruptedException {
        site.stopAll();
    }

    @Test
    void allSayTheSame() throws Exception {
        shell.run("set devices 0,1,2,3 tp 4");
        assertThat(shell.run("launch --accept O02 --accept M07").exit()).isEqualTo(ExitCode.OK);

        assertThat(shell.run("npus").outLines().subList(1, 9))
                .allSatisfy(line -> assertThat(line).contains(line.charAt(0) < '4' ? " session 1 " : " free "));
        JsonNode npus = new ObjectMapper().readTree(shell.runJson("npus").out()).get("npus");
        assertThat(npus.get(3).get("trainings").get(0).get("session").asText()).isEqualTo("1");
        assertThat(npus.get(3).get("free").asBoolean()).isFalse();
        assertThat(npus.get(4).get("free").asBoolean()).isTrue();
        assertThat(shell.run("unset devices; set tp 8; plan --accept O02").out())
                .contains("error    M03  NPU 0 to 3 are held by session 1\n")
                .contains("error    M09  NPU 7 is not well: its health is Critical");
        assertThat(shell.suggestions("set devices "))
                .extracting(Suggestion::value, Suggestion::description)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("4,5,6", "those that are free"),
                        org.assertj.core.groups.Tuple.tuple("3", "held by session 1"),
                        org.assertj.core.groups.Tuple.tuple("4", "free"),
                        org.assertj.core.groups.Tuple.tuple("7", "health Critical, free"));
        assertThat(shell.suggestions("set container-npus 4,"))
                .extracting(Suggestion::value)
                .containsExactly("4,0", "4,1", "4,2", "4,3", "4,5", "4,6", "4,7");
        assertThat(shell.services().machine()).isEqualTo("8 NPUs 910B3, 64 GiB, 4 busy, 1 not OK");
    }

    @Test
    void missesTheMasterPortThatSomethingHas() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            shell.run("set devices 0,1,2,3 tp 4 master-port " + socket.getLocalPort());

            assertThat(shell.run("plan").out())
                    .contains("error M10  port " + socket.getLocalPort() + ", master-port, is taken on this host");
            assertThat(shell.run("launch --accept O02 --accept M07 --accept S02")
                            .exit())
                    .isEqualTo(ExitCode.CONFLICT);
        }
    }

    @Test
    void namesNumbersThatDoNotExist() {
        assertThat(shell.run("set devices 7,8; plan").out())
                .contains("error M08  devices names NPU 8, but there are 8, counted from 0 to 7\n");
    }
}
