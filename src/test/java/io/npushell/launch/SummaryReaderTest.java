package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.params.Settings;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.session.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SummaryReaderTest {
    @TempDir
    Path workDir;

    AscendSite site;

    @BeforeEach
    void prepare() throws IOException {
        site = new AscendSite(workDir);
    }

    @Test
    void tellsHowFarItCame() throws Exception {
        Session session = site.run(site.request());

        Summary summary = session.summary();
        assertThat(summary.iteration()).isEqualTo(20);
        assertThat(summary.firstIteration()).isEqualTo(1);
        assertThat(summary.trainIters()).isEqualTo(20);
        assertThat(summary.savedIteration()).isEqualTo(20);
        assertThat(summary.firstLoss()).isEqualTo(5.7);
        assertThat(summary.lastLoss()).isEqualTo(1.628571);
        // the manual's formula: 64 x 4096 tokens, 8 NPUs, 21703 ms
        assertThat(summary.tokensPerSecondPerDevice()).isBetween(1509.0, 1511.0);
        assertThat(summary.phase()).isEqualTo("ending");
        assertThat(summary.diagnosis()).isNull();
        assertThat(site.store.require("1").summary()).isEqualTo(summary);
    }

    @Test
    void saysWhyItFailed() throws Exception {
        Session session = site.behaves("out-of-memory").run(site.request());

        assertThat(session.summary().reason()).isEqualTo("NPU out of memory");
        assertThat(session.summary().diagnosis()).contains("set mbs 1", "Tried to allocate 1.90 GiB");
        assertThat(Waiter.exitCode(session)).isEqualTo(ExitCode.SESSION_OUT_OF_MEMORY);
    }

    @Test
    void repeatsTheLastLineOfAFailureItDoesNotKnow() throws Exception {
        Session session = site.behaves("fail-3").run(site.request());

        assertThat(session.summary().reason()).isNull();
        assertThat(session.summary().diagnosis())
                .isEqualTo("The last it printed: stand-in: it does not please me today");
    }

    @Test
    void repeatsWhatIsWrongAndNotOnlyWhatToTry() throws Exception {
        Session session = site.behaves("fail-3").run(site.request());
        Files.writeString(session.log(), "no tokens are left\n  try: give a larger --seq-length\n");
        site.store.saveSummary(session, Summary.empty());

        Session read = site.summaries.refresh(site.store.require("1"));

        assertThat(read.summary().diagnosis())
                .isEqualTo("The last it printed: no tokens are left  try: give a larger --seq-length");
    }

    @Test
    void blamesNoTrainingForAStepBeforeIt() throws Exception {
        Session session = site.behaves("fail-3").run(site.request());
        String end = "\n[npu-shell] step data ended with exit code 1\n";

        assertThat(diagnosis(session, "/d/x.parquet: java.io.EOFException: no footer" + end))
                .isEqualTo("The last it printed: /d/x.parquet: java.io.EOFException: no footer");
        assertThat(diagnosis(session, "cannot read or write: No space left on device\n  try: free space" + end))
                .isEqualTo("The last it printed: cannot read or write: No space left on device  try: free space");
        assertThat(diagnosis(session, "OSError: [Errno 28] No space left on device" + end))
                .isEqualTo("The last it printed: OSError: [Errno 28] No space left on device");
        assertThat(diagnosis(session, "ModuleNotFoundError: No module named 'transformers'" + end))
                .contains("pip install -r requirements.txt");
        assertThat(diagnosis(session, "OSError: [Errno 28] No space left on device" + end.replace("data", "train")))
                .contains("most likely a checkpoint");
    }

    @Test
    void readsOurOwnWordsBehindABarWithoutALinesEnd() throws Exception {
        Session session = site.behaves("fail-3").run(site.request());
        String bar = "Train:   0%|\rTrain:  60%|######    | 60/100 [10:00<06:40, 10.0s/it]";

        for (String between : List.of("", "\n")) {
            assertThat(diagnosis(session, bar + between + "[npu-shell] step train ended with exit code 1\n"))
                    .isEqualTo("The last it printed: Train:  60%|######    | 60/100 [10:00<06:40, 10.0s/it]");
        }
    }

    @Test
    void diagnosesRecordedFailures() throws Exception {
        Session session = site.behaves("fail-3").run(site.request());
        String[][] cases = {
            // file, what is said, what is not
            {"tee-hides-oom", "memory of an NPU is too small", "Rank 7 (NPU 7) failed first.", "waited"},
            {
                "ei0013-watchdog",
                "Data did not arrive on the link",
                "Rank 3 waited for NPU 0 of 192.0.2.195",
                "a rank failed"
            },
            {"ei0011-memory", "memory of an NPU is too small", "Rank 5 (NPU 5) failed first.", "lines above"},
            {"late-node-then-oom", "memory of an NPU is too small", "Rank 7", "socket"},
            {"ifconfig-missing-then-oom", "memory of an NPU is too small", "Rank 7", "ifconfig"},
            {"rank-5-index-error-then-ei0002", "IndexError: index 1048577", "Rank 5 on node-b failed first.", "EI0002"},
            {"hbm-ecc-507054", "multi-bit ECC", "npu-smi info -t ecc -i 6", "ASCEND_LAUNCH_BLOCKING"},
            {"el0004-driver-memory", "another process holds it", "Rank 2 failed first.", "set mbs"},
            {"torchrun-sigsegv", "crashed in native code", "Rank 4 on node-b failed first.", "ChildFailedError"},
            {"dash-not-found", "did not find a command", "torchrun: not found", "The last it printed"},
            {"dataloader-shm", "/dev/shm", "container-shm", "lines above"},
            {"unrecognized-arguments", "does not know an argument", "--DDP-impl local", "raise ChildFailedError"},
            {"bar-without-newline", "The last it printed: Train:  60%", "60/100", "npu-shell"},
        };
        for (String[] each : cases) {
            String log = Files.readString(Path.of("src/test/resources/recorded/failures", each[0] + ".log"));

            assertThat(diagnosis(session, log + "[npu-shell] step train ended with exit code 1\n"))
                    .as(each[0])
                    .contains(each[1], each[2])
                    .doesNotContain(each[3]);
        }
    }

    private String diagnosis(Session session, String log) throws IOException {
        Files.writeString(session.log(), log);
        site.store.saveSummary(session, Summary.empty());
        return String.valueOf(
                site.summaries.refresh(site.store.require("1")).summary().diagnosis());
    }

    @Test
    void findsARetrainThatSilentlyBeganFromRandomWeights() throws Exception {
        Session pretrain = site.run(site.request());
        Session session = site.run(site.resumer()
                .resume(pretrain, new ResumeTarget.More(5), Settings.none())
                .request());
        String warning = "WARNING: could not find the metadata file /out/latest_checkpointed_iteration.txt\n"
                + "    will not load any checkpoints and will start from random\n";
        for (Session each : List.of(pretrain, session)) {
            Files.writeString(each.log(), warning + Files.readString(each.log()));
            site.store.saveSummary(each, Summary.empty());
        }

        Session found = site.summaries.refresh(site.store.require("2"));

        assertThat(found.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(found.summary().reason()).isEqualTo("no checkpoint where one was asked for");
        assertThat(found.summary().diagnosis()).contains("silently starts from random weights", "set model-path");
        assertThat(site.summaries.refresh(site.store.require("1")).summary().diagnosis())
                .as("a pretraining means to start from random weights")
                .isNull();
    }

    @Test
    void findsATrainingThatEndedInOrderAndTrainedNothing() throws Exception {
        Session session = site.run(site.request());
        Path recorded = Path.of("src/test/resources/recorded/trainlog/08-megatron-resume-already-complete-2023-07.log");
        Files.copy(recorded, session.log(), StandardCopyOption.REPLACE_EXISTING);
        site.store.saveSummary(session, Summary.empty());

        Summary summary = site.summaries.refresh(site.store.require("1")).summary();

        assertThat(summary.iteration()).isEqualTo(-1);
        assertThat(summary.diagnosis())
                .startsWith("It ended in order and trained nothing")
                .contains("resume 1 --more 100");
    }

    @Test
    void givesTheSameWhetherTheLogIsReadAtOnceOrInParts() throws Exception {
        Session session = site.run(site.request("train-iters=3000"));
        Summary atOnce = session.summary();
        String log = Files.readString(session.log());
        site.store.saveSummary(session, Summary.empty());

        Session growing = site.store.require("1");
        for (int end = 1000; end < log.length() + 100_000; end += 100_000) {
            Files.writeString(session.log(), log.substring(0, Math.min(end, log.length())));
            growing = site.summaries.refresh(growing);
        }

        assertThat(growing.summary()).isEqualTo(atOnce);
    }

    @Test
    void beginsAgainWhereTheLogWasCutOff() throws Exception {
        Session session = site.run(site.request());
        Files.writeString(
                session.log(),
                " iteration        7/      20 | consumed samples:          448 | elapsed time per iteration (ms):"
                        + " 21700.0 | learning rate: 1.0E-06 | global batch size:    64 | lm loss: 3.000000E+00 |\n");

        Summary summary = site.summaries.refresh(session).summary();

        assertThat(summary.iteration()).isEqualTo(7);
        assertThat(summary.firstLoss()).isEqualTo(3.0);
    }
}
