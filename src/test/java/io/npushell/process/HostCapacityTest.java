package io.npushell.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCapacityTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path root;

    @BeforeEach
    void aMachineOfFourProcessorsAndSixteenGibibytes() throws IOException {
        write("proc/self/status", "Name:\tjava\nCpus_allowed:\tf\nCpus_allowed_list:\t0-2,8\n");
        write("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:        1 kB\n");
        write("proc/self/cgroup", "0::/user.slice/mine\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private HostCapacity read() {
        return HostCapacity.read(root.resolve("proc"), root.resolve("cgroup"));
    }

    @Test
    void readsWhatTheKernelLetsUsUse() {
        assertThat(read()).isEqualTo(new HostCapacity(4, 16 * GIB));
    }

    @Test
    void heedsTheLowestLimitOfTheGroupsAboveIt() throws IOException {
        write("cgroup/user.slice/mine/memory.max", "max\n");
        write("cgroup/user.slice/mine/cpu.max", "max 100000\n");
        assertThat(read()).as("max is no limit").isEqualTo(new HostCapacity(4, 16 * GIB));

        write("cgroup/user.slice/memory.max", 8 * GIB + "\n");
        write("cgroup/user.slice/cpu.max", "250000 100000\n");
        assertThat(read()).isEqualTo(new HostCapacity(2, 8 * GIB));
    }

    @Test
    void seesTheLimitsOfAContainerWhoseGroupIsTheRoot() throws IOException {
        write("proc/self/cgroup", "0::/../../elsewhere\n");
        write("cgroup/memory.max", 2 * GIB + "\n");
        assertThat(read()).isEqualTo(new HostCapacity(4, 2 * GIB));
    }

    @Test
    void readsTheOlderControlGroups() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/docker/1\n4:memory:/docker/1\n");
        write("cgroup/memory/memory.limit_in_bytes", 4 * GIB + "\n");
        assertThat(read().memoryBytes()).isEqualTo(4 * GIB);
        write("cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(read().memoryBytes()).as("no limit").isEqualTo(16 * GIB);
    }

    @Test
    void knowsNothingWhereNothingCanBeRead() {
        assertThat(HostCapacity.read(root.resolve("none"), root.resolve("none")))
                .isEqualTo(new HostCapacity(0, 0));
    }

    @Test
    void findsThisMachine() {
        assertThat(HostCapacity.here().processors()).isPositive();
        assertThat(HostCapacity.here().memoryBytes()).isPositive();
    }
}
