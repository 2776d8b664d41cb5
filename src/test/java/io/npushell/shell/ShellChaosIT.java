package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.launch.AscendSite;
import io.npushell.process.Await;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills shells at random moments of launch, stop and tail, and what they started with them. Truth is what the training itself has written down: no record
 * may say more.
 */
@Timeout(240)
class ShellChaosIT {
    private static final int ROUNDS = 14;
    private static final long SEED = 7;
    private static final String TRAINING = """
            : >"$NPU_SHELL_SESSION/began"
            n=0
            while [ $n -lt 20 ]; do
                n=$((n+1))
                printf ' iteration %8d/%8d | consumed samples: %12d | elapsed time per iteration (ms): 217.0 | learning rate: 1.190E-06 | global batch size:    64 | lm loss: 5.700000E+00 | loss scale: 1.0 | grad norm: 6.000 | number of skipped iterations:   0 | number of nan iterations:   0 |\\n' $n 20 $n
                sleep 0.02
            done
            code=$(cat "$NPU_SHELL_SESSION/../../exit-code")
            echo $code >"$NPU_SHELL_SESSION/end.new" && mv "$NPU_SHELL_SESSION/end.new" "$NPU_SHELL_SESSION/end"
            exit $code
            """;

    @TempDir
    Path root;

    private RealShell shell;
    private AscendSite site;

    @BeforeEach
    void prepare() throws Exception {
        shell = new RealShell(root).withNpus();
        site = new AscendSite(Files.createDirectories(shell.workspace())).scripted(TRAINING);
        assertThat(shell.run("use", "qwen-14b").exit()).isZero();
        assertThat(shell.run("set", "work-dir=" + shell.workspace(), "train-iters=20")
                        .exit())
                .isZero();
    }

    @AfterEach
    void stop() throws Exception {
        site.stopAll();
    }

    @Test
    void neverSaysWhatIsNotSo() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            exitCode(List.of(0, 0, 0, 1, 3, 255).get(random.nextInt(6)));
            int before = site.store.list().size();
            Process launch = shell.start("launch", "--accept", "O02", "--overwrite");
            if (random.nextInt(3) == 0) {
                pause(random.nextInt(1200));
                launch.destroyForcibly().waitFor();
            } else {
                RealShell.end(launch);
            }
            if (site.store.list().size() == before) {
                continue; // killed before there was a record
            }
            Session newest = site.store.list().get(0);
            pause(random.nextInt(400));
            switch (random.nextInt(4)) {
                case 0 -> killAfterAWhile(random, "stop", "last", "--grace", "1");
                case 1 -> killAfterAWhile(random, "tail", "last");
                case 2 -> killSupervisor(newest);
                default -> {}
            }
            ended();
        }

        ended();
        List<Session> sessions = site.store.list();
        assertThat(sessions).hasSizeGreaterThan(ROUNDS / 3);
        sessions.forEach(ShellChaosIT::judge);
        RealShell.Ended listed = shell.run("sessions", "--json", "--limit", "100");
        assertThat(listed.exit()).as("%s", listed).isZero();
        assertThat(listed.out()).doesNotContain("\"corrupt\"");
    }

    private void exitCode(int code) throws IOException {
        Path place =
                Files.createDirectories(shell.workspace().resolve(".npu-shell")).resolve("exit-code");
        Files.writeString(place, code + "\n");
    }

    private void killAfterAWhile(Random random, String... words) throws Exception {
        Process process = shell.start(words);
        pause(200 + random.nextInt(600));
        process.destroyForcibly().waitFor();
    }

    private static void killSupervisor(Session session) throws IOException {
        Path identity = session.directory().resolve("state/supervisor");
        if (Files.exists(identity)) {
            String pid = Files.readString(identity).replaceAll("(?s).*\\npid=(\\d+)\\n.*", "$1");
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void ended() {
        Await.until(
                () -> "all have ended: " + site.store.list(),
                () -> site.store.list().stream()
                        .noneMatch(session -> session.state().active()));
    }

    private static void judge(Session session) {
        boolean began = Files.exists(session.directory().resolve("began"));
        Path end = session.directory().resolve("end");
        if (session.state() == SessionState.COMPLETED) {
            assertThat(end).as(session.toString()).hasContent("0");
        }
        if ("never started".equals(session.reason())) {
            assertThat(began).as(session.toString()).isFalse();
        }
        assertThat(session.mark()).as(session.toString()).isNotIn("corrupt", "unreachable");
        assertThat(session.directory().resolve("events.jsonl"))
                .content()
                .satisfies(journal ->
                        assertThat(journal.lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}")));
    }

    private static void pause(long milliseconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(milliseconds);
    }
}
