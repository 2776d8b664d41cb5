package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.ModelShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One seed, one checkpoint: over processes, threads, JDKs and vector widths. Long enough for interpreter and both compilers to take their turns. */
@Timeout(300)
class ReproducibilityIT {
    private static final Path JDK_25 = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64/bin/java");
    private static final ModelShape SHAPE = new ModelShape(2, 64, 4, 2, 172, 464, 512, 128, 0.5, 10000, 1e-5);

    @TempDir
    static Path home;

    private static byte[] expected = new byte[0];
    private static List<String> expectedLines = List.of();

    @BeforeAll
    static void aReference() throws Exception {
        Engine engine = engine("reference", 1);
        expectedLines = Engine.iterations(trained(engine, EngineProcess.THIS_JAVA));
        expected = checkpoint(engine);
        assertThat(expectedLines).hasSize(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anyNumberOfThreads(int threads) throws Exception {
        Engine engine = engine("threads" + threads, threads);

        trained(engine, EngineProcess.THIS_JAVA);

        assertThat(checkpoint(engine)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void eachOfSeveralProcessesOfAnotherJdk(int process) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isExecutable(JDK_25), "no JDK 25 here");
        Engine engine = engine("jdk25-" + process, 1 + process % 3);

        trained(engine, JDK_25);

        assertThat(checkpoint(engine)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:UseAVX=2", "-XX:MaxVectorSize=16"})
    void aNarrowerVector(String option) throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                System.getProperty("os.arch").equals("amd64"), "switches of x86 only");
        Engine engine = engine("narrow" + option.hashCode(), 2);

        trained(engine, EngineProcess.THIS_JAVA, option);

        assertThat(checkpoint(engine)).isEqualTo(expected);
    }

    @Test
    void aTrainingKilledAfterItsCheckpointAndResumed() throws Exception {
        Engine engine = engine("killed", 2);
        try (EngineProcess process = EngineProcess.java(engine, EngineProcess.THIS_JAVA)) {
            process.waitForLog("successfully saved checkpoint at iteration      20");
            process.kill();
        }
        engine.with("RUN_TYPE", "retrain").with("MODEL_PATH", engine.saved().toString());

        List<String> lines = Engine.iterations(trained(engine, EngineProcess.THIS_JAVA));

        assertThat(lines).isEqualTo(expectedLines.subList(20, 40));
        assertThat(checkpoint(engine)).isEqualTo(expected);
    }

    @Test
    void aTrainingStoppedByTermInMidwayAndResumed() throws Exception {
        Engine engine = engine("stopped", 2);
        List<String> lines = new ArrayList<>();
        try (EngineProcess process = EngineProcess.java(engine, EngineProcess.THIS_JAVA)) {
            process.waitForLog(" iteration        5/");
            process.terminate();
            assertThat(process.waitFor()).as(process.log()).isEqualTo(143);
            assertThat(process.log().lines()).endsWith("exiting program after receiving SIGTERM.");
            lines.addAll(Engine.iterations(process.log()));
        }
        engine.with("RUN_TYPE", "retrain").with("MODEL_PATH", engine.saved().toString());

        lines.addAll(Engine.iterations(trained(engine, EngineProcess.THIS_JAVA)));

        assertThat(lines).isEqualTo(expectedLines);
        assertThat(checkpoint(engine)).isEqualTo(expected);
    }

    /** On the reference's weights; one run each for what a fine-tuning adds to a pretraining. */
    @ParameterizedTest
    @ValueSource(strings = {"sft", "lora"})
    void aFineTuningOnOtherThreadsAnotherJdkAndKilledAndResumed(String runType) throws Exception {
        Engine engine = finetuning(runType, "whole", 1);
        List<String> whole = Engine.iterations(trained(engine, EngineProcess.THIS_JAVA));
        byte[] end = tuned(engine, runType);

        Engine other = finetuning(runType, "other", 3);
        trained(other, Files.isExecutable(JDK_25) ? JDK_25 : EngineProcess.THIS_JAVA, "-XX:MaxVectorSize=16");
        assertThat(tuned(other, runType)).isEqualTo(end);

        Engine killed = finetuning(runType, "killed", 2);
        try (EngineProcess process = EngineProcess.java(killed, EngineProcess.THIS_JAVA)) {
            process.waitForLog("successfully saved checkpoint at iteration      20");
            process.kill();
        }
        killed.with("RESUME_PATH", killed.home.resolve(runType).toString());
        assertThat(Engine.iterations(trained(killed, EngineProcess.THIS_JAVA))).isEqualTo(whole.subList(20, 40));
        assertThat(tuned(killed, runType)).isEqualTo(end);
    }

    private static Engine finetuning(String runType, String name, int threads) throws IOException {
        return engine(runType + "-" + name, threads)
                .finetunes(runType, home.resolve("reference/saved"))
                .with("SEQ_LEN", "32")
                .with("GBS", "8");
    }

    private static byte[] tuned(Engine engine, String runType) throws IOException {
        return Files.readAllBytes(engine.home.resolve(runType).resolve("iter_0000040/mp_rank_00/model_optim_rng.pt"));
    }

    private static Engine engine(String name, int threads) throws IOException {
        return new Engine(home.resolve(name), SHAPE)
                .with("THREADS", "" + threads)
                .with("SEQ_LEN", "48")
                .with("TRAIN_ITERS", "40")
                .with("SAVE_INTERVAL", "20");
    }

    private static String trained(Engine engine, Path java, String... options) throws Exception {
        try (EngineProcess process = EngineProcess.java(engine, java, options)) {
            assertThat(process.waitFor()).as(process.log()).isZero();
            return process.log();
        }
    }

    private static byte[] checkpoint(Engine engine) throws IOException {
        return Files.readAllBytes(engine.saved().resolve("iter_0000040/mp_rank_00/model_optim_rng.pt"));
    }
}
