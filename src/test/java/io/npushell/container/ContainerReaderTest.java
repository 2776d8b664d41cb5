package io.npushell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                        "sha256:b2b82be5f69f200dba8d98297c588ac195e271228a2d9ce945eacfc8d2315e62",
                        "ma-user",
                        "running",
                        "2026-11-25T18:58:54.993505917Z",
                        0,
                        true,
                        false,
                        List.of("PATH", "LD_LIBRARY_PATH"),
                        List.of(0, 1, 2, 3),
                        List.of(
                                "/dev/davinci0",
                                "/dev/davinci1",
                                "/dev/davinci2",
                                "/dev/davinci3",
                                "/dev/davinci_manager"),
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
        assertThat(container.npus()).isEmpty();
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

    private static List<Integer> npus(String variable) throws IOException {
        return ContainerReader.read("[{\"Config\":{\"Env\":[\"" + variable + "\"]}}]")
                .get(0)
                .npus();
    }
}
