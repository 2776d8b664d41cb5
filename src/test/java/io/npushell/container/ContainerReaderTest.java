package io.npushell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContainerReaderTest {
    @Test
    void readsWhatDockerRecorded() throws IOException {
        String json = Files.readString(Path.of("src/test/resources/recorded/docker/inspect-20.10.json"));

        Container container = ContainerReader.read(json).get(0);

        assertThat(container)
                .isEqualTo(new Container(
                        "e3a091ac6d5d3d28676656ec19cc529a65fde662c87df8cbfa93d887b6dd57e9",
                        "ascendspeed",
                        "npu-shell-test:1",
                        "b2b82be5f69f200dba8d98297c588ac195e271228a2d9ce945eacfc8d2315e62",
                        "ma-user",
                        new Container.State("running", "2026-11-25T18:58:54.993505917Z", 0, false),
                        true,
                        false,
                        List.of("PATH", "LD_LIBRARY_PATH"),
                        new NpuAccess(
                                IntStream.range(0, 4)
                                        .mapToObj(npu -> new NpuAccess.Device(npu, npu))
                                        .toList(),
                                false,
                                List.of()),
                        List.of(
                                "/dev/davinci0",
                                "/dev/davinci1",
                                "/dev/davinci2",
                                "/dev/davinci3",
                                "/dev/davinci_manager"),
                        false,
                        8L << 30,
                        false,
                        List.of(new Container.Mount("/home/ma-user/ws", "/home/ma-user/ws", true))));
        assertThat(container.running()).isTrue();
    }

    @Test
    void countsARenumberedNpuByTheNumberOfTheHost() throws IOException {
        Container container = ContainerReader.read("""
            [{"Id":"1","HostConfig":{"Devices":[
            {"PathOnHost":"/dev/davinci7","PathInContainer":"/dev/davinci0"},
            {"PathOnHost":"/dev/davinci2","PathInContainer":"/dev/davinci1"},
            {"PathOnHost":"/dev/davinci_manager","PathInContainer":"/dev/davinci_manager"},
            {"PathInContainer":"/dev/davinci4"}]}}]\
            """).get(0);

        // in the order in which a training inside counts them
        assertThat(container.npus()).containsExactly(7, 2, 4);
    }

    @Test
    void survivesAnEngineThatSaysLittle() throws IOException {
        Container container = ContainerReader.read("[{\"Id\":\"1\",\"HostConfig\":{\"Devices\":null},\"Mounts\":null}]")
                .get(0);

        assertThat(container.id()).isEqualTo("1");
        assertThat(container.access()).isEqualTo(NpuAccess.NONE);
        assertThat(container.mounts()).isEmpty();
        assertThat(container.running()).isFalse();
        assertThat(ContainerReader.read("[]")).isEmpty();
    }

    @Test
    void refusesWhatIsNoAnswer() {
        assertThatThrownBy(() -> ContainerReader.read("{}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ContainerReader.read("[{\"Id\":")).isInstanceOf(IOException.class);
    }

    @Test
    void knowsTheDevicesThatAscendsOwnRuntimeGives() throws IOException {
        assertThat(npus("ASCEND_VISIBLE_DEVICES=0-2,7")).containsExactly(0, 1, 2, 7);
        assertThat(npus("ASCEND_VISIBLE_DEVICES=Ascend910-4,Ascend910-5")).containsExactly(4, 5);
        assertThat(npus("ASCEND_VISIBLE_DEVICES=")).isEmpty();
        assertThat(npus("ASCEND_VISIBLE_DEVICES=all of them")).isEmpty();
    }

    @Test
    void tellsAPausedContainerFromARunningOne() throws IOException {
        Container container = ContainerReader.read(
                        "[{\"State\":{\"Status\":\"running\",\"Running\":true,\"Paused\":true}}]")
                .get(0);

        assertThat(container.status()).isEqualTo("paused");
        assertThat(container.running()).isFalse();
        assertThat(container.up()).isTrue();
    }

    @Test
    void findsTheInnermostMountOfAPath() throws IOException {
        Container container = ContainerReader.read("""
            [{"Mounts":[{"Source":"/a","Destination":"/home"},{"Source":"/b","Destination":"/home/ma-user/ws","RW":true}]}]\
            """).get(0);

        assertThat(container.mountOf("/home/ma-user/ws/x").orElseThrow().source())
                .isEqualTo("/b");
        assertThat(container.mountOf("/home/ma-user/wsx").orElseThrow().source())
                .isEqualTo("/a");
        assertThat(container.mountOf("/opt")).isEmpty();
    }

    @Test
    void tellsTheHostsNumberFromTheContainersOwn() throws IOException {
        NpuAccess npus = npuAccess("""
            "HostConfig":{"Devices":[{"PathOnHost":"/dev/davinci7","PathInContainer":"/dev/davinci0"},
            {"PathOnHost":"/dev/davinci_manager","PathInContainer":"/dev/davinci_manager"}]}\
            """);

        assertThat(npus.onHost()).containsExactly(7);
        assertThat(npus.inside()).containsExactly(0);
        assertThat(npus.words(", ")).isEqualTo("7 (0 inside)");
    }

    @Test
    void countsAscendsVariablesUnderItsRuntimeOnly() throws IOException {
        assertThat(under("ascend", "ASCEND_VISIBLE_DEVICES=0, 2 - 4").onHost()).containsExactly(0, 2, 3, 4);
        assertThat(under("/usr/local/Ascend/Ascend-Docker-Runtime/ascend-docker-runtime", "ASCEND_VISIBLE_DEVICES=5")
                        .onHost())
                .containsExactly(5);
        assertThat(under("runc", "ASCEND_VISIBLE_DEVICES=0-7")).isEqualTo(NpuAccess.NONE);
        assertThat(under("nvidia", "ASCEND_VISIBLE_DEVICES=all")).isEqualTo(NpuAccess.NONE);
        for (String none : List.of("", "void", "VOID", "none")) {
            assertThat(under("ascend", "ASCEND_VISIBLE_DEVICES=" + none))
                    .as(none)
                    .isEqualTo(NpuAccess.NONE);
        }
    }

    @Test
    void takesAllForWhatTheHostHas() throws IOException {
        NpuAccess all = under("ascend", "ASCEND_VISIBLE_DEVICES=all");

        assertThat(all.onHost(List.of(0, 1, 5))).containsExactly(0, 1, 5);
        assertThat(all.words(", ")).isEqualTo("all of the host");
        assertThat(npuAccess("\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/\"}]}")
                        .onHost(List.of(3)))
                .containsExactly(3);
    }

    @Test
    void saysWhereACertainAnswerCannotBeHad() throws IOException {
        assertThat(possibly("\"HostConfig\":{\"Privileged\":true}")).containsExactly("--privileged");
        assertThat(possibly("\"Mounts\":[{\"Source\":\"/dev\",\"Destination\":\"/dev\"}]"))
                .containsExactly("-v /dev");
        assertThat(possibly("\"Mounts\":[{\"Source\":\"/dev/disk\"},{\"Source\":\"/\"}]"))
                .isEmpty();
        assertThat(possibly("\"HostConfig\":{\"DeviceCgroupRules\":[\"c 236:* rwm\",\"a *:* rwm\",\"b 8:* r\",\"c"
                        + " 10:200 rwm\"]}"))
                .containsExactly("--device-cgroup-rule 'c 236:* rwm'", "--device-cgroup-rule 'a *:* rwm'");
        assertThat(
                        possibly(
                                "\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/vdavinci100\",\"PathInContainer\":\"/dev/davinci100\"}]}"))
                .containsExactly("--device /dev/vdavinci100, a part of one");
        assertThat(under("ascend", "ASCEND_VISIBLE_DEVICES=what,1").possibly())
                .containsExactly("ASCEND_VISIBLE_DEVICES=what,1");
    }

    @Test
    void knowsDevicesGivenByName() throws IOException {
        NpuAccess npus = npuAccess(
                "\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"cdi\",\"DeviceIDs\":[\"huawei.com/Ascend910=3\"]},"
                        + "{\"Driver\":\"nvidia\",\"Count\":-1,\"DeviceIDs\":null}]}");

        assertThat(npus.onHost()).containsExactly(3);
    }

    @Test
    void readsWhatPodmanPrints() throws IOException {
        String json = Files.readString(Path.of("src/test/resources/recorded/docker/inspect-podman-like.json"));

        Container container = ContainerReader.read(json).get(0);

        assertThat(container.name()).isEqualTo("ascendspeed");
        assertThat(container.imageId()).isEqualTo(ContainerReader.imageId("sha256:" + container.imageId()));
        assertThat(container.running()).isTrue();
        assertThat(container.access()).as("crun gives nothing by a variable").isEqualTo(NpuAccess.NONE);
        assertThat(container.sharedBytes()).isEqualTo(65_536_000);
        assertThat(container.startedAt("2026-11-25T18:58:54.993505917Z"))
                .as("the same moment in another zone")
                .isTrue();
        assertThat(container.startedAt("2026-11-25T18:58:55Z")).isFalse();
        assertThat(container.startedAt("")).isFalse();
        assertThat(container.mountOf("/home/ma-user/ws/x").orElseThrow().writable())
                .isTrue();
    }

    @Test
    void knowsWhenAContainerRanOutOfItsMemory() throws IOException {
        Container container = ContainerReader.read(
                        "[{\"State\":{\"Status\":\"exited\",\"ExitCode\":137,\"OOMKilled\":true}}]")
                .get(0);

        assertThat(container.state().outOfMemory()).isTrue();
        assertThat(container.exitCode()).isEqualTo(137);
    }

    @Test
    void knowsWhoseSharedMemoryItIs() throws IOException {
        assertThat(read("\"HostConfig\":{\"ShmSize\":67108864,\"IpcMode\":\"host\"}")
                        .hostShared())
                .isTrue();
        assertThat(read("\"HostConfig\":{\"ShmSize\":67108864,\"IpcMode\":\"private\"}")
                        .hostShared())
                .isFalse();
        assertThat(read("\"Mounts\":[{\"Source\":\"/dev/shm\",\"Destination\":\"/dev/shm\"}]")
                        .hostShared())
                .isTrue();
    }

    @Test
    void findsThePathOfTheHost() throws IOException {
        Container container = read("\"Mounts\":[{\"Source\":\"/usr/local/\",\"Destination\":\"/usr/local\"},"
                + "{\"Source\":\"/\",\"Destination\":\"/host\"}]");

        assertThat(container.onHost("/usr/local/Ascend/driver")).contains("/usr/local/Ascend/driver");
        assertThat(container.onHost("/usr/local")).contains("/usr/local/");
        assertThat(container.onHost("/host/dev")).contains("/dev");
        assertThat(container.onHost("/usr/localhost")).isEmpty();
    }

    private static NpuAccess under(String runtime, String variable) throws IOException {
        return npuAccess(
                "\"HostConfig\":{\"Runtime\":\"" + runtime + "\"},\"Config\":{\"Env\":[\"" + variable + "\"]}");
    }

    private static List<String> possibly(String fields) throws IOException {
        return npuAccess(fields).possibly();
    }

    private static NpuAccess npuAccess(String fields) throws IOException {
        return read(fields).access();
    }

    private static Container read(String fields) throws IOException {
        return ContainerReader.read("[{" + fields + "}]").get(0);
    }

    private static List<Integer> npus(String variable) throws IOException {
        return ContainerReader.read("[{\"Config\":{\"Env\":[\"" + variable + "\"]}}]")
                .get(0)
                .npus();
    }
}
