package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.Settings;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ResumerIT {
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
    void goesOnAndOnFromTheNewestCheckpoint() throws Exception {
        Session first = site.run(site.request("seq-len=2048").named("mine", ""));

        Resumption more = site.resumer().resume(first, new ResumeTarget.More(10), Settings.none());
        Session child = site.run(more.request());
        Resumption evenMore = site.resumer().resume(child, new ResumeTarget.To(35), Settings.none());
        Session grandchild = site.run(evenMore.request());

        assertThat(more.iteration()).isEqualTo(20);
        assertThat(more.trainIters()).isEqualTo(30);
        assertThat(child.state()).as(AscendSite.log(child)).isEqualTo(SessionState.COMPLETED);
        assertThat(child.spec().request().parent()).isEqualTo(first.id());
        assertThat(child.spec().request().name()).isEqualTo("mine");
        assertThat(child.spec().request().variables())
                .containsEntry("RUN_TYPE", "retrain")
                .containsEntry("MODEL_PATH", site.output.toString())
                .containsEntry("TRAIN_ITERS", "30")
                .containsEntry("SEQ_LEN", "2048");
        assertThat(child.summary().firstIteration()).isEqualTo(21);
        assertThat(grandchild.spec().request().parent()).isEqualTo(child.id());
        assertThat(grandchild.summary().iteration()).isEqualTo(35);
        assertThat(refusal(first, new ResumeTarget.More(1)))
                .hasMessage("session 3 has since saved to the output of session 1");
    }

    @Test
    void saysWhatMoreIterationsDoToTheSchedule() throws Exception {
        Session session = site.run(site.request());

        Resumption resumption = site.resumer()
                .resume(
                        session,
                        new ResumeTarget.To(40),
                        AscendSite.settings(
                                io.npushell.params.Origin.FLAG, "lr=1e-4", "min-lr=1e-5", "warmup-fraction=0.1"));

        assertThat(resumption.says())
                .containsExactly(
                        "TRAIN_ITERS 20 → 40: warm-up and cosine are stretched to 40 iterations, so the learning rate at iteration 21"
                                + " becomes 5.892E-05 instead of 1.000E-05",
                        "Megatron stops on that with \"OptimizerParamScheduler: class input value … do not match\", unless"
                                + " scripts/qwen/qwen.sh passes --override-opt_param-scheduler or --use-checkpoint-opt_param-scheduler");
    }

    @Test
    void keepsTheIterationsOfASessionThatWasCutShort() throws Exception {
        site.run(site.request("train-iters=40", "save-interval=10"));
        Files.delete(site.output.resolve("latest_checkpointed_iteration.txt"));
        Files.writeString(site.output.resolve("latest_checkpointed_iteration.txt"), "30");
        Session session = site.store.require("1");

        Resumption resumption = site.resumer().resume(session, new ResumeTarget.Same(), Settings.none());

        assertThat(resumption.iteration()).isEqualTo(30);
        assertThat(resumption.trainIters()).isEqualTo(40);
        assertThat(resumption.says()).isEmpty();
    }

    @Test
    void refusesWhereAllIterationsAreTrained() throws Exception {
        Session session = site.run(site.request());

        OperatorException refusal = refusal(session, new ResumeTarget.Same());

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refusal).hasMessage("session 1 has trained all of its 20 iterations");
        assertThat(refusal.remedy()).isEqualTo("resume 1 --more 100   or   resume 1 --to 120");
        assertThat(refusal(session, new ResumeTarget.To(15)))
                .hasMessage("session 1 has 20 iterations already, so 15 leaves nothing to train");
    }

    @Test
    void refusesASessionThatStillRuns() throws Exception {
        Session session = site.behaves("slow").startAndAwait(site.request(), " iteration ");

        OperatorException refusal = refusal(session, new ResumeTarget.Same());

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(refusal).hasMessage("session 1 is still running (iteration 1 of 20)");
    }

    @Test
    void refusesASessionWithoutACompleteCheckpoint() throws Exception {
        Session session = site.behaves("fail-3").run(site.request());

        OperatorException refusal = refusal(session, new ResumeTarget.Same());

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(refusal).hasMessageStartingWith("session 1 has no complete checkpoint to resume from: ");
    }

    @Test
    void refusesACheckpointOfWhichARankIsMissing() throws Exception {
        Session session = site.run(site.request());
        Files.delete(site.output.resolve("iter_0000020/mp_rank_07/model_optim_rng.pt"));

        assertThat(refusal(session, new ResumeTarget.More(10)))
                .hasMessageContaining("mp_rank_07/model_optim_rng.pt' is missing or cannot be read");
    }

    @Test
    void resumesASessionThatWasStopped() throws Exception {
        Session first = site.run(site.request());
        site.behaves("slow");
        Resumption resumption = site.resumer().resume(first, new ResumeTarget.To(40), Settings.none());
        Session cut = site.startAndAwait(resumption.request(), " iteration ");
        site.stopper().stop(cut, Duration.ofSeconds(20), false, "operator");
        site.behaves("train");

        Resumption again = site.resumer().resume(site.store.require("2"), new ResumeTarget.Same(), Settings.none());
        Session child = site.run(again.request());

        assertThat(child.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(child.summary().firstIteration()).isEqualTo(21);
        assertThat(child.summary().iteration()).isEqualTo(40);
    }

    private OperatorException refusal(Session session, ResumeTarget target) {
        OperatorException refusal = catchThrowableOfType(
                OperatorException.class, () -> site.resumer().resume(session, target, Settings.none()));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
