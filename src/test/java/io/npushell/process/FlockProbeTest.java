package io.npushell.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FlockProbeTest {
    private final CommandRunner commands = new CommonsExecRunner();
    private final ProcessTable table = new ProcFsTable(commands);
    private final FlockProbe probe = new FlockProbe(commands);

    @TempDir
    Path directory;

    @Test
    void seesALockUntilItsHolderDies() {
        Path lock = directory.resolve("lock");
        DetachedProcess holder = DetachedProcess.start(
                table, directory, "exec 9>lock; flock -n 9; echo $$ >pid.new; mv pid.new pid; exec sleep 300");
        assertThat(probe.held(lock)).isTrue();

        table.signalGroup(holder.identity(), "KILL");

        Await.until("the lock is free", () -> !probe.held(lock));
    }

    @Test
    void findsAMissingFileUnlocked() {
        assertThat(probe.held(directory.resolve("none"))).isFalse();
    }

    @Test
    void doesNotSeeTheLocksOfJavaWhichAreOthers() throws IOException {
        Path file = Files.createFile(directory.resolve("java.lock"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.lock();

            assertThat(probe.held(file)).isFalse();
        }
    }
}
