package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine as it is run: by its script, killed, out of room. */
@Timeout(300)
class EngineIT {
    @TempDir
    Path home;

    private Engine engine;
    private Path script;

    @BeforeEach
    void anEngine() throws IOException {
        engine = new Engine(home.resolve("run"), Shapes.QWEN)
                .with("NPU_SHELL_JAVA", EngineProcess.THIS_JAVA.toString())
                .with("NPU_SHELL_TRAINER_CLASS_PATH", EngineProcess.classPath());
        script = home.resolve("embedded.sh");
        try (InputStream resource = Objects.requireNonNull(Main.class.getResourceAsStream("embedded.sh"))) {
            Files.copy(resource, script);
        }
    }

    @Test
    void itsScriptTrains() throws Exception {
        try (EngineProcess process = script()) {
            assertThat(process.waitFor()).as(process.log()).isZero();
            assertThat(Engine.iterations(process.log())).hasSize(4);
        }
    }

    @Test
    void anErrorOfTheMachineEndsTheTrainingAndNothingHoldsIt() throws Exception {
        try (EngineProcess process = EngineProcess.java(engine, EngineProcess.THIS_JAVA, "-Xmx8m")) {
            assertThat(process.waitFor()).as(process.log()).isIn(1, 9); // 9 where none is left for the sentence
            assertThat(process.log()).contains("java.lang.OutOfMemoryError: Java heap space");
        }
        List<String> withoutTheVectorModule = List.of(
                EngineProcess.THIS_JAVA.toString(), "-cp", EngineProcess.classPath(), Main.class.getName(), "train");
        try (EngineProcess process = EngineProcess.start(engine, withoutTheVectorModule)) {
            assertThat(process.waitFor()).as(process.log()).isEqualTo(9);
            assertThat(process.log()).contains("a bug in npu-shell:", "NoClassDefFoundError: jdk/incubator/vector/");
        }
    }

    @Test
    void itsScriptSaysWhatIsMissing() throws Exception {
        engine.with("NPU_SHELL_JAVA", "/no/java");
        assertThatScriptFails("embedded.sh: NPU_SHELL_JAVA is '/no/java': there is no such program");

        engine.with("NPU_SHELL_JAVA", EngineProcess.THIS_JAVA.toString())
                .with("NPU_SHELL_TRAINER_CLASS_PATH", EngineProcess.classPath() + ":/no/such.jar");
        assertThatScriptFails("embedded.sh: NPU_SHELL_TRAINER_CLASS_PATH names '/no/such.jar', which is not there");

        engine.environment.remove("NPU_SHELL_TRAINER_CLASS_PATH");
        assertThatScriptFails("embedded.sh: NPU_SHELL_TRAINER_CLASS_PATH is missing from the environment");
    }

    private void assertThatScriptFails(String beginning) throws Exception {
        try (EngineProcess process = script()) {
            assertThat(process.waitFor()).isEqualTo(2);
            assertThat(process.log()).startsWith(beginning);
        }
    }

    @Test
    void killedWhileItSavesTheCheckpointBeforeIsWholeAndTheNextRunClearsUp() throws Exception {
        engine.with("TRAIN_ITERS", "1000")
                .with("SAVE_INTERVAL", "1")
                .with("NUM_LAYERS", "8")
                .with("LOG_INTERVAL", "50");
        long reached = 0;
        for (int kill = 1; kill <= 4; kill++) {
            try (EngineProcess process = script()) {
                long iteration = reached + 2 * kill;
                process.waitForLog("saving checkpoint at iteration %7d".formatted(iteration));
                Path unfinished = engine.saved();
                if (kill % 2 == 0) {
                    process.waitUntil(() -> names(unfinished).anyMatch(name -> name.contains(".tmp.")));
                }
                process.kill();
                CheckpointFacts facts = Checkpoints.inspect(engine.saved());
                assertThat(facts.problem()).isNull();
                assertThat(facts.tracker()).isTrue();
                assertThat(facts.iteration()).isGreaterThanOrEqualTo(iteration - 1);
                reached = facts.iteration();
            }
            engine.with("RUN_TYPE", "retrain").with("MODEL_PATH", engine.saved().toString());
        }
        engine.with("TRAIN_ITERS", "" + (reached + 1));

        try (EngineProcess process = script()) {
            assertThat(process.waitFor()).as(process.log()).isZero();
        }

        assertThat(names(engine.saved())).noneMatch(name -> name.matches(".*\\.(tmp|old)\\.\\d+"));
        assertThat(Checkpoints.tracker(engine.saved())).contains("" + (reached + 1));
    }

    @Test
    void withoutRoomItSaysSoAndKeepsTheCheckpointBefore() throws Exception {
        assertThat(engine.train()).as(engine.err).isZero();
        engine.with("RUN_TYPE", "retrain")
                .with("MODEL_PATH", engine.saved().toString())
                .with("TRAIN_ITERS", "6");

        try (EngineProcess process =
                EngineProcess.start(engine, List.of("sh", "-c", "ulimit -f 400; exec sh " + script))) {
            assertThat(process.waitFor()).as(process.log()).isEqualTo(1);
            assertThat(process.log())
                    .contains("the checkpoint of iteration 6 could not be saved to '" + engine.saved() + "': ")
                    .contains("; the one before it is untouched");
        }

        CheckpointFacts facts = Checkpoints.inspect(engine.saved());
        assertThat(facts.problem()).isNull();
        assertThat(facts.iteration()).isEqualTo(4);
        assertThat(names(engine.saved()))
                .containsExactlyInAnyOrder("iter_0000002", "iter_0000004", "latest_checkpointed_iteration.txt");
    }

    @Test
    void withoutFusedMultiplyAddItRefuses() throws Exception {
        try (EngineProcess process = EngineProcess.java(engine, EngineProcess.THIS_JAVA, "-XX:-UseFMA")) {
            assertThat(process.waitFor()).isEqualTo(6);
            assertThat(process.log()).contains("has no fused multiply-add (FMA)");
        }
    }

    private EngineProcess script() throws IOException {
        return EngineProcess.start(engine, List.of("sh", script.toString()));
    }

    private static Stream<String> names(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
