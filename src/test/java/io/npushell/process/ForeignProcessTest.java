package io.npushell.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.process.ProcessTable.Liveness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boots, hosts and containers that this machine cannot show: a /proc made of files. */
class ForeignProcessTest {
    private static final String OUTERMOST = HostFacts.OUTERMOST_NAMESPACE;

    @TempDir
    Path proc;

    private ProcessTable table;

    @BeforeEach
    void makeProc() throws IOException {
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.writeString(proc.resolve("sys/kernel/hostname"), "node1\n");
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "boot-2\n");
        namespace("self", OUTERMOST);
        process(42, OUTERMOST);
        table = new ProcFsTable(proc, (command, directory, environment, timeout) -> {
            throw new AssertionError("nothing may be signalled: " + command);
        });
    }

    @Test
    void seesItsOwnProcess() {
        ProcessIdentity identity = new ProcessIdentity("node1", OUTERMOST, 42, 777, "boot-2");

        assertThat(table.identify(42)).contains(identity);
        assertThat(table.liveness(identity)).isEqualTo(Liveness.ALIVE);
        assertThat(table.rebootedSince(identity)).isFalse();
    }

    @Test
    void takesAProcessFromBeforeTheBootForDead() {
        ProcessIdentity before = new ProcessIdentity("node1", OUTERMOST, 42, 777, "boot-1");

        assertThat(table.liveness(before)).isEqualTo(Liveness.DEAD);
        assertThat(table.rebootedSince(before)).isTrue();
        assertThat(table.groupAlive(before)).isFalse();
        table.signalGroup(before, "KILL");
    }

    @Test
    void doesNotJudgeAProcessOfAnotherHost() {
        ProcessIdentity other = new ProcessIdentity("node2", OUTERMOST, 42, 777, "boot-9");

        assertThat(table.liveness(other)).isEqualTo(Liveness.ELSEWHERE);
        assertThat(table.rebootedSince(other)).isFalse();
        assertThat(table.namespaceGone(other)).isFalse();
        table.signalGroup(other, "KILL");
    }

    @Test
    void knowsItsOwnProcessesAfterTheHostWasRenamed() {
        assertThat(table.liveness(new ProcessIdentity("old-name", OUTERMOST, 42, 777, "boot-2")))
                .isEqualTo(Liveness.ALIVE);
    }

    @Test
    void seesFromOutsideWhetherAContainerIsGone() throws IOException {
        ProcessIdentity inContainer = new ProcessIdentity("node1", "pid:[4026532001]", 7, 500, "boot-2");
        assertThat(table.liveness(inContainer)).isEqualTo(Liveness.ELSEWHERE);
        assertThat(table.namespaceGone(inContainer)).isTrue();

        process(43, "pid:[4026532001]");
        assertThat(table.namespaceGone(inContainer)).isFalse();
    }

    @Test
    void doesNotCallAContainerGoneWhereAProcessMayNotBeLookedAt() throws IOException {
        ProcessIdentity inContainer = new ProcessIdentity("node1", "pid:[4026532001]", 7, 500, "boot-2");
        stat(44);

        assertThat(table.namespaceGone(inContainer)).isFalse();
    }

    @Test
    void doesNotCallAContainerGoneFromInsideAnother() throws IOException {
        Files.delete(proc.resolve("self/ns/pid"));
        namespace("self", "pid:[4026532002]");

        assertThat(table.namespaceGone(new ProcessIdentity("node1", "pid:[4026532001]", 7, 500, "boot-2")))
                .isFalse();
    }

    private void process(long pid, String namespace) throws IOException {
        stat(pid);
        namespace(Long.toString(pid), namespace);
    }

    private void stat(long pid) throws IOException {
        Files.createDirectories(proc.resolve(Long.toString(pid)));
        String line = pid + " (python) S 1 " + pid + " " + pid + " 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 777 0 0";
        Files.writeString(proc.resolve(pid + "/stat"), line);
    }

    private void namespace(String process, String namespace) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(process).resolve("ns"));
        Files.createSymbolicLink(directory.resolve("pid"), Path.of(namespace));
    }
}
