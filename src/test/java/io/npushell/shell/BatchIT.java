package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.npushell.launch.AscendSite;
import io.npushell.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts and one shots as processes: exit codes, sentences, signals, pipes, a full disk. */
@Timeout(180)
class BatchIT {
    @TempDir
    Path root;

    RealShell shell;
    AscendSite site;

    @BeforeEach
    void prepare() throws Exception {
        shell = new RealShell(root).withNpus();
        site = new AscendSite(Files.createDirectories(shell.workspace()));
    }

    @AfterEach
    void stop() throws Exception {
        site.stopAll();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | set tp eight   | tp 'eight' is not a whole number from 1",
                "2 | set pt 8       | there is no parameter 'pt'",
                "2 | lanch          | unknown command 'lanch'",
                "2 | launch --wiat  | launch has no option '--wiat'; did you mean '--wait'?",
                "4 | use qwen-41b   | 'qwen-41b'",
                "4 | source none.npu | none.npu",
                "4 | show 77        | 77",
            })
    void mistakesEachHaveTheirSentenceAndExitCode(int exit, String line, String sentence) throws Exception {
        RealShell.Ended ended = shell.run("-c", "use qwen-14b; " + line);

        assertThat(ended.exit()).as("%s", ended).isEqualTo(exit);
        assertThat(ended.err()).contains(sentence.strip()).doesNotContain("Exception", "\tat ");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void aWrongProfileFileIsNamedWithItsLine() throws Exception {
        Path own = Files.createDirectories(shell.home().resolve("profiles"));
        String nano = Files.readString(Path.of("profiles/qwen-nano.yaml"));
        Path broken = Files.writeString(own.resolve("broken.yaml"), "# mine\nlayers: four\n" + nano);

        RealShell.Ended used = shell.run("use", "broken");
        RealShell.Ended checked = shell.run("profile", "check", "broken");

        assertThat(used.exit()).isEqualTo(2);
        assertThat(used.err()).contains(broken + ":2");
        assertThat(checked.exit()).isEqualTo(2);
        assertThat(checked.out()).contains(broken + ":2");
    }

    @Test
    void aFailingScriptEndsWaitingWith20AndItsDiagnosis() throws Exception {
        site.behaves("fail-3");

        RealShell.Ended ended = launchAndWait();

        assertThat(ended.exit()).as("%s", ended).isEqualTo(20);
        assertThat(ended.err())
                .contains("Session 1 failed: exit code 3.  show 1 · log 1", "it does not please me today");
        assertThat(shell.run("-c", script("wait last")).exit()).isEqualTo(20);
    }

    @Test
    void runningOutOfMemoryEndsWaitingWith23AndSaysWhatToTry() throws Exception {
        site.behaves("out-of-memory");

        RealShell.Ended ended = launchAndWait();

        assertThat(ended.exit()).as("%s", ended).isEqualTo(23);
        assertThat(ended.err()).contains("NPU out of memory", "set mbs 1");
    }

    @Test
    void signalsEndTheWaitingShellAndNotTheSession() throws Exception {
        site.behaves("slow");
        Process launched = shell.start("-c", script("launch --wait --accept O02 --json"));
        assertThat(RealShell.line(launched)).contains("\"schema\":\"npu-shell/");
        signal(launched, "INT");
        RealShell.Ended interrupted = RealShell.end(launched);
        Process waiting = shell.start("-c", script("tail --json"));
        assertThat(RealShell.line(waiting)).contains("\"schema\":\"npu-shell/");
        signal(waiting, "TERM");
        RealShell.Ended terminated = RealShell.end(waiting);

        assertThat(interrupted.exit()).isEqualTo(130);
        assertThat(interrupted.err()).contains("session 1 keeps running");
        assertThat(terminated.exit()).isEqualTo(143);
        assertThat(site.store.require("1").state()).isEqualTo(SessionState.RUNNING);
    }

    @Test
    void aReaderThatGoesAwayEndsTailQuietlyWith141() throws Exception {
        site.behaves("held");
        assertThat(shell.run("-c", script("launch --accept O02")).exit()).isZero();
        Path code = root.resolve("code");
        Path script = Files.writeString(
                root.resolve("tail.npu"), script("tail --json").replace("; ", "\n"));
        String host = "{ \"$@\"; echo $? >'" + code + "'; } | { head -n 1; : >'" + site.code.resolve("go") + "'; }";

        RealShell.Ended ended = shell.host(host, "run", script.toString());

        assertThat(ended.out().lines()).hasSize(1);
        assertThat(ended.err()).doesNotContain("Broken pipe", "Exception");
        assertThat(code).hasContent("141");
        assertThat(shell.run("-c", script("wait last")).exit()).isZero();
    }

    @Test
    void readsCommandsFromAPipeAndDrawsNothing() throws Exception {
        site.behaves("held");
        Files.createFile(site.code.resolve("go"));
        String lines = script("launch --wait --accept O02").replace("; ", "\\n");

        RealShell.Ended ended = shell.host("printf '" + lines + "' | TERM=xterm \"$@\"");

        assertThat(ended.exit()).as("%s", ended).isZero();
        assertThat(ended.err()).contains("iteration 20/20  loss ", "Session 1 completed at iteration 20/20");
        assertThat(ended.out() + ended.err()).doesNotContain("\u001b", "\r", "›");
    }

    /** Needs a small file system, which only root can make. */
    @Test
    void aFullDiskIsSaidAndNothingIsHalfDone() throws Exception {
        Path disk = Files.createDirectory(root.resolve("disk"));
        assumeTrue(host("mount -t tmpfs -o size=128k npu-shell-test " + disk) == 0, "cannot mount");
        try {
            shell.with("NPU_SHELL_HOME", disk.resolve("home").toString());
            assertThat(shell.run("use", "qwen-14b").exit()).isZero();
            host("cat /dev/zero >" + disk + "/fill 2>/dev/null");

            RealShell.Ended set = shell.run("set", "mbs", "1");
            RealShell.Ended launched = shell.run(
                    "-c",
                    script("launch --accept O02 --overwrite; ")
                            .replace(
                                    shell.workspace().toString(),
                                    disk.resolve("ws").toString()));

            assertThat(set.exit()).as("%s", set).isEqualTo(6);
            assertThat(set.err() + set.out())
                    .contains("No space left on device")
                    .doesNotContain("Exception", "\tat ");
            assertThat(launched.exit()).as("%s", launched).isBetween(3, 6);
            host("rm " + disk + "/fill");
            assertThat(shell.run("show", "mbs").out()).isEqualTo("2\n");
        } finally {
            host("umount " + disk);
        }
    }

    private RealShell.Ended launchAndWait() throws Exception {
        return shell.run("-c", script("launch --wait --accept O02"));
    }

    private String script(String line) {
        return "use qwen-14b; set work-dir=" + shell.workspace() + " train-iters=20; " + line;
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(host("kill -" + name + " " + process.pid())).isZero();
    }

    private static int host(String line) throws Exception {
        return new ProcessBuilder("sh", "-c", line).inheritIO().start().waitFor();
    }
}
