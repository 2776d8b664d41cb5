package io.npushell.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.container.Lacks.Lack;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LacksTest {
    private static final String NPUS = "{\"PathOnHost\":\"/dev/davinci0\"},{\"PathOnHost\":\"/dev/davinci1\"}";
    private static final String CONTROLS = "{\"PathInContainer\":\"/dev/davinci_manager\"},"
            + "{\"PathInContainer\":\"/dev/devmm_svm\"},{\"PathInContainer\":\"/dev/hisi_hdc\"}";
    private static final String DRIVER = mount("/usr/local/Ascend/driver") + "," + mount("/usr/local/dcmi");

    @Test
    void namesAllThatAContainerMadeByHandMisses() throws IOException {
        assertThat(sentences(container("runc", NPUS, "", "\"ShmSize\":67108864"), Set.of(), 2))
                .containsExactly(
                        "lacks /dev/davinci_manager, /dev/devmm_svm, /dev/hisi_hdc: no NPU can be opened without",
                        "lacks the NPU driver: '/usr/local/Ascend/driver' is not mounted, so libascend_hal.so is"
                                + " missing",
                        "lacks '/usr/local/dcmi': npu-smi does not work inside",
                        "has only 64 MiB of shared memory (--shm-size): data loaders end in a bus error",
                        "lacks '/etc/hccn.conf', by which the NPUs of several nodes find each other");
    }

    @Test
    void missesNothingInTheManualsContainer() throws IOException {
        Container manuals = container("runc", NPUS + "," + CONTROLS, DRIVER, "\"ShmSize\":214748364800");

        assertThat(Lacks.of(manuals, Set.of(), 1)).isEmpty();
        assertThat(Lacks.of(manuals, Set.of(), 2))
                .extracting(Lack::remedy)
                .containsExactly("set container-mounts /etc/hccn.conf, then container start --recreate");
    }

    @Test
    void takesADirectoryAboveForAMount() throws IOException {
        Container container = container(
                "runc",
                NPUS + "," + CONTROLS,
                mount("/usr/local") + "," + mount("/etc"),
                "\"IpcMode\":\"host\",\"ShmSize\":67108864");

        assertThat(Lacks.of(container, Set.of(), 2)).isEmpty();
    }

    @Test
    void believesWhatIsSeenInside() throws IOException {
        Container container = container("runc", NPUS, "", "\"ShmSize\":0");

        assertThat(Lacks.of(
                        container,
                        Set.of("driver", "/dev/davinci_manager", "/dev/devmm_svm", "/dev/hisi_hdc", "/usr/local/dcmi"),
                        1))
                .isEmpty();
        assertThat(sentences(
                        container("runc", NPUS + "," + CONTROLS, DRIVER, "\"ShmSize\":0"), Set.of("empty driver"), 1))
                .as("docker made it where the host has none")
                .containsExactly(
                        "lacks the NPU driver: '/usr/local/Ascend/driver' is empty inside, so libascend_hal.so is"
                                + " missing");
    }

    @Test
    void leavesToAscendsRuntimeWhatItGives() throws IOException {
        String env = "\"Config\":{\"Env\":[\"ASCEND_VISIBLE_DEVICES=0-7\"]},";

        assertThat(Lacks.of(read(env + host("ascend", "", "\"ShmSize\":0")), Set.of(), 1))
                .isEmpty();
        assertThat(Lacks.of(read(env + host("runc", "", "\"ShmSize\":0")), Set.of(), 1))
                .hasSize(3);
        assertThat(Lacks.of(
                        read(env.replace("]", ",\"ASCEND_RUNTIME_OPTIONS=NODRV\"]")
                                + host("ascend", "", "\"ShmSize\":0")),
                        Set.of(),
                        1))
                .extracting(Lack::sentence)
                .anyMatch(sentence -> sentence.startsWith("lacks the NPU driver"));
    }

    @Test
    void asksNoSharedMemoryForOneNpu() throws IOException {
        Container one =
                container("runc", "{\"PathOnHost\":\"/dev/davinci5\"}," + CONTROLS, DRIVER, "\"ShmSize\":67108864");

        assertThat(Lacks.of(one, Set.of(), 1)).isEmpty();
    }

    private static List<String> sentences(Container container, Set<String> inside, int nodes) {
        return Lacks.of(container, inside, nodes).stream().map(Lack::sentence).toList();
    }

    private static Container container(String runtime, String devices, String mounts, String shared)
            throws IOException {
        return read("\"Mounts\":[" + mounts + "]," + host(runtime, devices, shared));
    }

    private static String host(String runtime, String devices, String shared) {
        return "\"HostConfig\":{\"Runtime\":\"" + runtime + "\",\"Devices\":[" + devices + "]," + shared + "}";
    }

    private static String mount(String path) {
        return "{\"Source\":\"" + path + "\",\"Destination\":\"" + path + "\"}";
    }

    private static Container read(String fields) throws IOException {
        return ContainerReader.read("[{" + fields + "}]").get(0);
    }
}
