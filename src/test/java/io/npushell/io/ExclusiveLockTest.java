package io.npushell.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusiveLockTest {

    @TempDir
    Path directory;

    @Test
    void oneHoldsItAndSaysWho() throws Exception {
        Path file = directory.resolve("a.lock");
        try (ExclusiveLock held = ExclusiveLock.tryTake(file).orElseThrow().sign("data prepare, process 12")) {
            assertThat(held).isNotNull();
            assertThat(ExclusiveLock.tryTake(file)).isEmpty();
            assertThat(ExclusiveLock.take(file, Duration.ZERO)).isEmpty();
            assertThat(ExclusiveLock.holder(file)).isEqualTo("data prepare, process 12");
        }
        assertThat(file).exists();
        ExclusiveLock.tryTake(file).orElseThrow().close();
    }

    /** POSIX lets a lock go when the process closes any other descriptor of the file. */
    @Test
    void askingAndReadingDoesNotLetItGo() throws Exception {
        Path file = directory.resolve("a.lock");
        try (ExclusiveLock held = ExclusiveLock.tryTake(file).orElseThrow().sign("us")) {
            assertThat(held).isNotNull();
            ExclusiveLock.holder(file);
            ExclusiveLock.tryTake(file);
            assertThat(lockedForOthers(file)).isTrue();
        }
        assertThat(lockedForOthers(file)).isFalse();
    }

    @Test
    void aPlantedLinkIsNotFollowed() throws IOException {
        Path target = Files.writeString(directory.resolve("precious"), "text");
        Path file = Files.createSymbolicLink(directory.resolve("a.lock"), target);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> ExclusiveLock.tryTake(file)))
                .isInstanceOf(IOException.class);
        assertThat(target).hasContent("text");
    }

    @Test
    void aFileNobodySignedIsAnotherProcess() throws IOException {
        assertThat(ExclusiveLock.holder(Files.createFile(directory.resolve("a.lock"))))
                .isEqualTo("another process");
        assertThat(ExclusiveLock.holder(directory.resolve("none.lock"))).isEqualTo("another process");
    }

    /** As the kernel has it: a POSIX lock on the file's inode. */
    private static boolean lockedForOthers(Path file) throws IOException {
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        try (var locks = Files.lines(Path.of("/proc/locks"))) {
            return locks.anyMatch(line -> line.contains("POSIX") && line.contains(inode));
        }
    }
}
