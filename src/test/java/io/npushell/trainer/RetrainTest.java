package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainTest {
    @TempDir
    Path home;

    private Engine engine;

    @BeforeEach
    void halfATraining() throws IOException {
        engine = new Engine(home, Shapes.GLM);
        engine.train();
    }

    /** Back to iteration 2, as if the training had ended there. */
    private void forgetTheEnd() throws IOException {
        Files.writeString(engine.saved().resolve("latest_checkpointed_iteration.txt"), "2");
        engine.with("RUN_TYPE", "retrain").with("MODEL_PATH", engine.saved().toString());
    }

    @Test
    void goesOnAsIfItHadNeverStopped() throws IOException {
        List<String> whole = Engine.iterations(engine.out);
        byte[] end = Engine.checkpoint(engine.saved(), 4);
        forgetTheEnd();

        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(Engine.iterations(engine.out)).isEqualTo(whole.subList(2, 4));
        assertThat(Engine.checkpoint(engine.saved(), 4)).isEqualTo(end);
        assertThat(engine.out.lines())
                .containsSubsequence(
                        " loading checkpoint from " + engine.saved() + " at iteration 2",
                        " checkpoint version 3.0",
                        "  successfully loaded checkpoint from " + engine.saved() + " at iteration 2");
        assertThat(engine.out).doesNotContain("overriding");
    }

    @Test
    void saysThatTheScheduleHasANewEnd() throws IOException {
        forgetTheEnd();
        engine.with("TRAIN_ITERS", "5");

        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(engine.out).contains(" > overriding total number of iterations value to 5\n");
        assertThat(Engine.iterations(engine.out)).hasSize(3);
    }

    @Test
    void refusesADirectoryWithoutATracker() throws IOException {
        forgetTheEnd();
        Files.delete(engine.saved().resolve("latest_checkpointed_iteration.txt"));

        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err)
                .isEqualTo("could not find the metadata file " + engine.saved()
                        + "/latest_checkpointed_iteration.txt: there is nothing to resume from\n");
    }

    @Test
    void refusesAnotherCut() throws IOException {
        forgetTheEnd();
        engine.with("TP", "2");

        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err)
                .isEqualTo(
                        "tensor_model_parallel_size value from checkpoint (1) is not equal to the input argument value (2).\n");
    }

    @Test
    void refusesAnotherShape() throws IOException {
        forgetTheEnd();
        engine.with("NUM_LAYERS", "3");

        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err)
                .isEqualTo("num_layers value from checkpoint (2) is not equal to the input argument value (3).\n");
    }

    @Test
    void refusesAnIterationThatIsReachedAlready() throws IOException {
        forgetTheEnd();
        engine.with("TRAIN_ITERS", "2");

        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err).contains("is at iteration 2 already: TRAIN_ITERS '2' leaves nothing to train");
    }

    @Test
    void refusesACheckpointThatLacksAFile() throws IOException {
        forgetTheEnd();
        Files.delete(engine.saved().resolve("iter_0000002/mp_rank_00/model_optim_rng.pt"));

        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err).contains("the checkpoint of iteration 2 lacks its file");
    }
}
