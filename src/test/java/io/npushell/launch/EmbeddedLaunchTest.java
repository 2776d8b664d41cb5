package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.device.NpuInventory;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.plan.Installation;
import io.npushell.plan.Step;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.ProcFsTable;
import io.npushell.session.Session;
import io.npushell.session.SessionStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Up to the moment where the supervisor would start: the engine itself has tests of its own. */
@Timeout(60)
class EmbeddedLaunchTest {
    private static final Installation INSTALLATION =
            new Installation("/jdk/bin/java", "/build/step/*", "/build/trainer/*", "nowhere", "0.1.0");

    @TempDir
    Path workDir;

    SessionStore store;
    LaunchRequest request;

    @BeforeEach
    void prepare() throws Exception {
        store = HostSessions.open(workDir, new CommonsExecRunner(), Clock.systemUTC(), new LogVerdicts());
        Path raw = Files.writeString(workDir.resolve("story.txt"), "Once upon a time there was a little NPU.\n");
        request = LaunchRequest.of(
                AscendSite.PROFILES.load("qwen-nano"),
                RunType.PRETRAIN,
                AscendSite.settings(Origin.OPERATOR, "work-dir=" + workDir, "raw-input=" + raw, "train-iters=10"));
    }

    @Test
    void writesTheEngineIntoTheSession() {
        Session session = launch(request);

        assertThat(session.spec().request().steps()).containsExactly("data", "train");
        assertThat(session.spec().training().world()).isEqualTo(1);
        assertThat(session.spec().request().variables())
                .containsEntry("SAVE_DIR", workDir + "/saved_dir_for_ma_output/Qwen-nano/pretrain")
                .containsEntry("NPU_SHELL_TRAINER_CLASS_PATH", "/build/trainer/*");
        assertThat(session.directory().resolve("embedded.sh")).content().contains("io.npushell.trainer.Main train");
        assertThat(session.directory().resolve("run.sh"))
                .content()
                .contains("sh " + session.directory() + "/embedded.sh")
                .contains("-cp '/build/step/*' io.npushell.step.Main data --input " + workDir + "/story.txt");
        assertThat(session.spec().run().scriptSha256()).hasSize(64);
    }

    @Test
    void runsOnlyTheStepsAskedFor() {
        Session session = launch(request.onlySteps(Set.of(Step.Kind.DATA)));

        assertThat(session.spec().request().steps()).containsExactly("data");
        assertThat(session.spec().run().outputDirectory()).isNull();
        assertThat(session.spec().training().trainIters()).isEqualTo(-1);
        assertThat(session.directory().resolve("run.sh")).content().doesNotContain("embedded.sh");
    }

    @Test
    void letsTheModelWrite() {
        Session session = launch(request);
        List<String> ran = new ArrayList<>();
        Sampler sampler = new Sampler(
                (command, directory, environment, timeout) -> {
                    ran.addAll(command);
                    assertThat(environment).containsEntry("NUM_LAYERS", "4");
                    return new CommandOutput(
                            0, "{\"iteration\":0,\"prompt\":\"Once\",\"text\":\" upon\"}\n", "", false);
                },
                INSTALLATION,
                store);

        assertThat(sampler.before(session, "Once", 8)).contains(new Sample(0, "Once", " upon"));

        assertThat(ran).containsSequence("--checkpoint", "none", "--tokenizer").containsSequence("--tokens", "8");
        assertThatThrownBy(() -> sampler.after(session, "Once", 8))
                .isInstanceOfSatisfying(
                        OperatorException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
                .hasMessage("session 1 has no checkpoint to sample from");
    }

    private Session launch(LaunchRequest asked) {
        Launcher launcher = new Launcher(
                new FactGatherer(() -> NpuInventory.none("none here"), directory -> store),
                INSTALLATION,
                directory -> store,
                Places.onHost(
                        (command, directory) -> {
                            throw new OperatorException(ExitCode.ENVIRONMENT, "not started, this is a test");
                        },
                        new ProcFsTable(new CommonsExecRunner())),
                Clock.systemUTC());
        assertThatThrownBy(() -> launcher.launch(asked)).hasMessage("not started, this is a test");
        return store.require("1");
    }
}
