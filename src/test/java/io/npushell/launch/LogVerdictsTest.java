package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.session.EndJudge;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions whose script ends with exit code 0, whatever happened: every way of seeing them says the same. */
@Timeout(120)
class LogVerdictsTest {
    @TempDir
    Path workDir;

    AscendSite site;

    @BeforeEach
    void prepare() throws IOException {
        site = new AscendSite(workDir);
    }

    @AfterEach
    void stop() throws InterruptedException {
        site.stopAll();
    }

    @Test
    void callsATrainingFailedThatATeeHid() throws Exception {
        Session session =
                site.run(site.scripted(outOfMemory() + " | tee train.log").request());

        assertThat(session.exitCode()).isZero();
        assertThat(session.state()).as(AscendSite.log(session)).isEqualTo(SessionState.FAILED);
        assertThat(session.reason()).isEqualTo("NPU out of memory");
        assertThat(session.summary().reason()).isEqualTo("NPU out of memory");
        assertThat(session.summary().diagnosis()).contains("Tried to allocate 1.90 GiB");
        assertThat(Waiter.exitCode(session)).isEqualTo(ExitCode.SESSION_OUT_OF_MEMORY);
        assertThat(site.store.require("1").state()).isEqualTo(SessionState.FAILED);
        assertThat(site.store.list()).extracting(Session::state).containsExactly(SessionState.FAILED);
    }

    @Test
    void callsItAHostWithoutMemoryWhereTheKernelSaysSo() throws Exception {
        Session session = site.run(site.scripted(
                        "echo 'Killed process 7 (python)' >\"$NPU_SHELL_SESSION/state/out-of-memory\"; kill -9 $$")
                .request());

        assertThat(session.state()).as(AscendSite.log(session)).isEqualTo(SessionState.FAILED);
        assertThat(session.exitCode()).isEqualTo(137);
        assertThat(session.reason()).isEqualTo("host out of memory");
        assertThat(session.summary().diagnosis()).contains("The kernel killed a process of it");
        assertThat(Waiter.exitCode(session)).isEqualTo(ExitCode.SESSION_OUT_OF_MEMORY);
    }

    @Test
    void claimsNoWantOfMemoryOfWhatWasOnlyKilled() throws Exception {
        Session session = site.run(site.scripted("kill -9 $$").request());

        assertThat(session.exitCode()).isEqualTo(137);
        assertThat(Waiter.exitCode(session)).isEqualTo(ExitCode.SESSION_FAILED);
    }

    @Test
    void writesTheVerdictOnceAndBelievesIt() throws Exception {
        Session session =
                site.run(site.scripted(outOfMemory() + " | tee train.log").request());
        site.store.list();
        Files.writeString(session.log(), "");

        assertThat(site.store.require("1").state()).isEqualTo(SessionState.FAILED);
        assertThat(site.store.require("1").reason()).isEqualTo("NPU out of memory");
        List<SessionEvent> ends = site.store.events(session).stream()
                .filter(event -> event.kind().equals("ended") && event.details().containsKey("state"))
                .toList();
        assertThat(ends)
                .singleElement()
                .extracting(SessionEvent::details)
                .satisfies(details -> assertThat(details)
                        .containsEntry("state", "failed")
                        .containsEntry("reason", "NPU out of memory")
                        .containsEntry("by", "log"));
    }

    @Test
    void doesNotReadTheLogOfAnEndedSessionAgain() throws Exception {
        Session session = site.run(site.request());
        assertThat(session.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(session.mark()).isNull();
        Files.delete(session.log());
        Files.createDirectory(session.log());

        assertThat(site.store.require("1").state()).isEqualTo(SessionState.COMPLETED);
    }

    @Test
    void keepsTheStateOfASessionOfAnEarlierVersion() throws Exception {
        Session session =
                site.run(site.scripted(outOfMemory() + " | tee train.log").request());
        Path record = session.directory().resolve("session.json");
        Files.writeString(record, Files.readString(record).replaceAll("\"verdict\" : \"1\",?\\s*", ""));
        Path journal = session.directory().resolve("events.jsonl");
        Files.write(
                journal,
                Files.readAllLines(journal).stream()
                        .filter(line -> !line.contains("\"state\""))
                        .toList());

        Session old = site.store.require("1");

        assertThat(old.mark()).isNull();
        assertThat(old.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(site.store.events(old)).noneMatch(event -> event.details().containsKey("state"));
    }

    @Test
    void marksAnEndThatTheLogDoesNotShow() throws Exception {
        Session session =
                site.run(site.scripted("echo training ...; echo redirected").request());

        assertThat(session.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(session.mark()).isEqualTo(EndJudge.END_NOT_SEEN);
        assertThat(Waiter.exitCode(session)).isEqualTo(ExitCode.OK);
        assertThat(site.store.require("1").mark()).isEqualTo(EndJudge.END_NOT_SEEN);
        assertThat(site.store.require("1").outOfReach()).isFalse();
    }

    @Test
    void offersToGoOnWithWhatEndedUnseen() throws Exception {
        Session session = site.run(site.scripted(
                        "echo training ...; echo" + " '  successfully saved checkpoint at iteration      10 to /out'")
                .request());

        assertThat(session.mark()).isEqualTo(EndJudge.END_NOT_SEEN);
        assertThat(ResumableOutput.resumable(session)).isTrue();
    }

    @Test
    void callsStoppedWhatEndedByALimitOfItsOwn() throws Exception {
        Session session = site.run(site.scripted(
                        iterations(1, 5) + "; echo '[exiting program at iteration 5] datetime: 2024-05-16 12:11:12 '")
                .request());

        assertThat(session.state()).isEqualTo(SessionState.STOPPED);
        assertThat(session.reason()).isEqualTo("its own limit: exiting program at iteration 5");
        assertThat(Waiter.exitCode(session)).isEqualTo(ExitCode.SESSION_STOPPED);
    }

    @Test
    void callsStoppedWhatWasAskedToAndEndsWithExitCode0() throws Exception {
        Session started = site.scripted(
                        "trap 'echo bye; exit 0' TERM; " + iterations(1, 5) + "; while :; do sleep 0.1; done")
                .startAndAwait(site.request(), "5/");

        Session session = site.stopper()
                .stop(started, Duration.ofSeconds(20), true, "operator")
                .session();

        assertThat(session.exitCode()).isZero();
        assertThat(session.state()).isEqualTo(SessionState.STOPPED);
    }

    @Test
    void answers24WhereTheLossIsNanToTheEnd() throws Exception {
        String nan = " iteration        6/      20 | consumed samples: 384 | elapsed time per iteration (ms): 1.0 |"
                + " learning rate: 1.0E-06 | global batch size: 64 | loss scale: 1.0 | grad norm: nan | number of"
                + " skipped iterations: 0 | number of nan iterations: 0 |";
        Session session =
                site.run(site.scripted(iterations(1, 5) + "; echo '" + nan + "'; echo '[after training is done] x'")
                        .request());

        assertThat(session.state()).isEqualTo(SessionState.FAILED);
        assertThat(session.summary().reason()).isEqualTo("loss became NaN");
        assertThat(Waiter.exitCode(session)).isEqualTo(ExitCode.SESSION_STALLED);
    }

    @Test
    void saysWhatAnExitCodeMeansWhereTheLogNamesNoCause() throws Exception {
        Session killed = site.run(site.scripted(iterations(1, 5) + "; exit 137").request());
        Session missing = site.run(site.scripted("exit 127").request());
        Session own = site.run(site.scripted("echo no; exit 3").request());

        assertThat(killed.reason()).isEqualTo("exit code 137");
        assertThat(killed.summary().reason()).isEqualTo("killed by SIGKILL (128 + 9)");
        assertThat(killed.summary().diagnosis())
                .contains("memory limit", "dmesg", "OOMKilled", "The last it printed: iteration");
        assertThat(Waiter.exitCode(killed)).isEqualTo(ExitCode.SESSION_FAILED);
        assertThat(missing.summary().reason()).isEqualTo("command not found");
        assertThat(own.summary().reason()).isNull();
        assertThat(own.summary().diagnosis()).isEqualTo("The last it printed: no");
    }

    @Test
    void saysWhereALogEndsShort() throws Exception {
        Session failed =
                site.run(site.scripted(iterations(1, 12) + "; echo 12 only").request());

        assertThat(failed.state()).isEqualTo(SessionState.FAILED);
        assertThat(failed.reason()).isEqualTo("log ends at iteration 12 of 20");
        assertThat(failed.summary().diagnosis()).contains("exit code is 0", "The last it printed: 12 only");
        assertThat(Waiter.exitCode(failed)).isEqualTo(ExitCode.SESSION_FAILED);
    }

    private String outOfMemory() {
        return "( cat recorded/start.log recorded/ready.log; " + iterations(1, 5)
                + "; cat recorded/out-of-memory.log; exit 1 ) 2>&1";
    }

    /** As the shell prints them; of as many as TRAIN_ITERS says. */
    private static String iterations(int from, int to) {
        return "i=" + from + "; while [ $i -le " + to + " ]; do printf ' iteration %8d/%8d | consumed samples: %8d |"
                + " elapsed time per iteration (ms): 21701.0 | learning rate: 1.190E-06 | global batch size: 64 |"
                + " lm loss: 5.0E+00 | loss scale: 1.0 | grad norm: 6.000 | number of skipped iterations: 0 |"
                + " number of nan iterations: 0 |\\n' $i $TRAIN_ITERS $((i * 64)); i=$((i + 1)); done";
    }
}
