package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.npushell.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SupervisorFaultsIT {
    @TempDir
    Path directory;

    @Test
    void trainingSurvivesTheJvmThatStartedIt() throws Exception {
        try (SessionWorld world = new SessionWorld(directory)) {
            Process shell = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            StarterMain.class.getName(),
                            directory.toString(),
                            "echo one; while [ ! -e go ]; do sleep 0.05; done; echo two; exit 3")
                    .redirectErrorStream(true)
                    .start();
            Await.until(
                    "the session runs",
                    () -> world.store()
                            .find("last")
                            .filter(session -> session.state() == SessionState.RUNNING)
                            .isPresent());

            shell.destroyForcibly();
            assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
            Session session = world.store().require("last");
            assertThat(session.state()).isEqualTo(SessionState.RUNNING);
            assertThat(session.reason()).isNull();
            world.touch(session, "go");

            assertThat(world.await(session, SessionState.FAILED).exitCode()).isEqualTo(3);
            assertThat(SessionWorld.text(session.log())).isEqualTo("one\ntwo\n");
        }
    }

    /** Needs a small file system, which only root can make. */
    @Test
    void recordsTheEndOnADiskThatIsFull() throws IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        SessionWorld tools = new SessionWorld(directory);
        assumeTrue(
                tools.sh("mount -t tmpfs -o size=512k npu-shell-test " + disk).succeeded(), "cannot mount");
        try (SessionWorld world = new SessionWorld(disk)) {
            Session session = world.start("cat /dev/zero >fill 2>/dev/null; exit 7");

            Session failed = world.await(session, SessionState.FAILED);

            assertThat(Files.getFileStore(disk).getUsableSpace()).isZero();
            Path exit = session.directory().resolve("state/exit");
            // the journal may have told of the end a moment before
            Await.until("the end is on record", () -> Files.exists(exit));
            assertThat(exit).content().startsWith("code=7\n");
            assertThat(failed.exitCode()).isEqualTo(7);
            assertThat(failed.ended()).isNotNull();
        } finally {
            tools.sh("umount " + disk);
        }
    }

    @Test
    void startsNothingThatItCannotRecord() throws IOException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        SessionWorld tools = new SessionWorld(directory);
        assumeTrue(
                tools.sh("mount -t tmpfs -o size=512k npu-shell-test " + disk).succeeded(), "cannot mount");
        try (SessionWorld world = new SessionWorld(disk)) {
            Session session = world.create("touch ran");
            tools.sh("cat /dev/zero >" + disk + "/fill");

            assertThat(world.superviseAgain(session).exitCode()).isEqualTo(74);

            assertThat(session.directory().resolve("ran")).doesNotExist();
        } finally {
            tools.sh("umount " + disk);
        }
    }
}
