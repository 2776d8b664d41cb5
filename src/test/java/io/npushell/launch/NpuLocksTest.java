package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.launch.NpuLocks.Held;
import io.npushell.process.CommonsExecRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real locks of real processes, in a directory that stands for the machine's. */
@Timeout(60)
class NpuLocksTest {
    @TempDir
    Path root;

    private Path shared;
    private Path workDir;
    private NpuLocks locks;
    private final List<Process> holders = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        shared = root.resolve("tmp/npu-shell-npus-b00t");
        Files.createDirectories(shared.getParent());
        workDir = Files.createDirectories(root.resolve("ws/.npu-shell")).getParent();
        locks = new NpuLocks(shared, "b00t", new CommonsExecRunner());
    }

    @AfterEach
    void end() {
        holders.forEach(Process::destroyForcibly);
    }

    @Test
    void namesWhoHoldsThem() throws Exception {
        List<Path> files = locks.prepare(workDir, List.of(3, 1), true);

        assertThat(files)
                .containsExactly(
                        shared.resolve("1.lock"),
                        shared.resolve("3.lock"),
                        workDir.resolve(".npu-shell/npus/b00t/1.lock"),
                        workDir.resolve(".npu-shell/npus/b00t/3.lock"));
        assertThat(locks.held(List.of(workDir))).isEmpty();

        Files.writeString(
                shared.resolve("3.lock"), "session=12\nworkspace=/home/bob/ws\nuser=bob\nsince=2026-11-30T14:02:00Z\n");
        hold(shared.resolve("3.lock"));

        assertThat(locks.held(List.of()))
                .containsExactly(new Held(
                        3,
                        shared.resolve("3.lock"),
                        "12",
                        "/home/bob/ws",
                        "bob",
                        Instant.parse("2026-11-30T14:02:00Z")));
    }

    @Test
    void seesWhatAContainerHoldsThroughItsWorkspaceAlsoFromAnother() throws Exception {
        List<Path> files = locks.prepare(workDir, List.of(0), false);
        assertThat(files).containsExactly(workDir.resolve(".npu-shell/npus/b00t/0.lock"));

        hold(files.get(0));

        assertThat(locks.held(List.of(root.resolve("another"))))
                .extracting(Held::npu)
                .containsExactly(0);
    }

    @Test
    void isForAllUsersWhateverTheUmask() throws Exception {
        locks.prepare(workDir, List.of(0), true);

        assertThat(mode(shared)).isEqualTo(01777);
        assertThat(mode(shared.resolve("0.lock"))).isEqualTo(0666);
        assertThat(mode(workDir.resolve(".npu-shell/npus/b00t"))).isEqualTo(01777);
    }

    @Test
    void keepsOffAnotherBootsLocks() throws Exception {
        hold(locks.prepare(workDir, List.of(0), false).get(0));

        NpuLocks afterwards = new NpuLocks(root.resolve("tmp/npu-shell-npus-0ther"), "0ther", new CommonsExecRunner());

        assertThat(afterwards.held(List.of(workDir))).isEmpty();
    }

    @Test
    void neitherFollowsNorWritesThroughPlantedLinks() throws Exception {
        Path precious = Files.writeString(root.resolve("precious"), "mine\n");
        Files.createDirectories(shared);
        Files.createSymbolicLink(shared.resolve("0.lock"), precious);
        Files.createSymbolicLink(shared.resolve("1.lock"), root.resolve("made-by-us"));

        assertThat(locks.prepare(workDir, List.of(0, 1), true))
                .containsExactly(
                        workDir.resolve(".npu-shell/npus/b00t/0.lock"), workDir.resolve(".npu-shell/npus/b00t/1.lock"));
        assertThat(precious).hasContent("mine\n");
        assertThat(root.resolve("made-by-us")).doesNotExist();
        assertThat(locks.trouble(List.of(0)))
                .contains("'" + shared.resolve("0.lock") + "' is no file that may be read");
    }

    @Test
    void doesWithoutADirectoryThatIsALink() throws Exception {
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        Files.createSymbolicLink(shared, elsewhere);

        assertThat(locks.prepare(workDir, List.of(0), true))
                .containsExactly(workDir.resolve(".npu-shell/npus/b00t/0.lock"));
        assertThat(locks.launching()).isEmpty();
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(locks.trouble(List.of(0))).contains("'" + shared + "' is no directory");
        assertThat(locks.held(List.of())).isEmpty();
    }

    @Test
    void doesWithoutADirectoryThatCannotBeMade() throws Exception {
        Files.createDirectories(shared.getParent().getParent());
        Files.delete(shared.getParent());
        Files.writeString(shared.getParent(), "a file");

        assertThat(locks.prepare(workDir, List.of(0), true))
                .containsExactly(workDir.resolve(".npu-shell/npus/b00t/0.lock"));
        assertThat(locks.trouble(List.of(0))).contains("'" + shared.getParent() + "' cannot be written");
    }

    @Test
    void makesNothingOfTextThatIsNotItsOwn() throws Exception {
        Path file = locks.prepare(workDir, List.of(0), true).get(0);
        Files.write(file, new byte[] {0, 1, (byte) 0xff, '=', '\n', 's', 'i', 'n', 'c', 'e', '=', 'x', '\n'});

        assertThat(locks.read(file)).isEqualTo(new Held(0, file, "", "", "", null));
    }

    @Test
    void choosesThePlaceByTheMachineAlone() throws IOException {
        assertThat(NpuLocks.directory(root, "b00t")).isEqualTo(root.resolve("tmp/npu-shell-npus-b00t"));
        Path lock = Files.createDirectories(root.resolve("run/lock"));
        assertThat(NpuLocks.directory(root, "b00t")).isEqualTo(root.resolve("tmp/npu-shell-npus-b00t"));
        Files.setAttribute(lock, "unix:mode", 01777);
        assertThat(NpuLocks.directory(root, "b00t")).isEqualTo(lock.resolve("npu-shell-npus-b00t"));
    }

    private static int mode(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    /** Until the end of the test; returns once the lock is held. */
    private void hold(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        "flock", "--no-fork", file.toString(), "sh", "-c", "echo held; exec sleep 300")
                .start();
        holders.add(process);
        assertThat(process.inputReader().readLine()).isEqualTo("held");
        assertThat(process.waitFor(0, TimeUnit.SECONDS)).isFalse();
    }
}
