package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import io.npushell.model.ModelShape;
import io.npushell.model.ParallelSize;
import io.npushell.model.RunType;
import io.npushell.trainer.RunSettings.Batch;
import io.npushell.trainer.RunSettings.Rates;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchFile;
import io.npushell.weights.TorchFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final ModelShape SHAPE = Shapes.GLM;

    @TempDir
    Path home;

    private final Workers workers = new Workers(1);

    @AfterEach
    void stop() {
        workers.close();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,2", "2,2"})
    void whatIsSavedIsWhatIsReadBackHoweverItIsCut(int tensor, int pipeline) {
        TrainingState saved = filled();
        RunSettings settings = settings(tensor, pipeline);
        writer(settings, TorchFileWriter::write).save(saved);

        ModelWeights weights = new ModelWeights(Shapes.of(SHAPE));
        AdamW optimizer = new AdamW(workers, weights, 0);
        CheckpointReader reader = new CheckpointReader(home, 3, settings.parallel());
        reader.weights(SHAPE, weights.all());
        reader.optimizer(SHAPE, weights, optimizer);

        for (Weight weight : saved.weights.all()) {
            Weight read = weights.named(weight.spec.name());
            assertThat(read.values).isEqualTo(weight.values);
            assertThat(optimizer.moments(read).average).isEqualTo(saved.optimizer.moments(weight).average);
            assertThat(optimizer.moments(read).square).isEqualTo(saved.optimizer.moments(weight).square);
        }
        CheckpointFacts facts = Checkpoints.inspect(home);
        assertThat(facts.problem()).isNull();
        assertThat(facts.iteration()).isEqualTo(3);
        assertThat(facts.hasOptimizer()).isTrue();
        assertThat(facts.trainIters()).isEqualTo(10);
    }

    @Test
    void aRankHasMegatronsNamesAndItsPartOfGateAndUp() throws IOException {
        TrainingState saved = filled();
        writer(settings(2, 2), TorchFileWriter::write).save(saved);

        try (TorchFile file = TorchFile.open(Checkpoints.file(home, 3, 1, 1, 2))) {
            Map<?, ?> language = (Map<?, ?>) ((Map<?, ?>) file.root().get("model")).get("language_model");
            assertThat(language.containsKey("embedding")).isFalse();
            assertThat(((Map<?, ?>) language.get("output_layer")).containsKey("weight"))
                    .isTrue();
            Map<?, ?> encoder = (Map<?, ?>) language.get("encoder");
            assertThat(encoder.keySet().stream().map(String::valueOf))
                    .containsExactly(
                            "layers.0.input_norm.weight",
                            "layers.0.self_attention.query_key_value.weight",
                            "layers.0.self_attention.query_key_value.bias",
                            "layers.0.self_attention.dense.weight",
                            "layers.0.post_attention_norm.weight",
                            "layers.0.mlp.dense_h_to_4h.weight",
                            "layers.0.mlp.dense_4h_to_h.weight",
                            "final_norm.weight");
            TorchFile.Tensor part = (TorchFile.Tensor) encoder.get("layers.0.mlp.dense_h_to_4h.weight");
            assertThat(part.shape()).isEqualTo(List.of(48L, 32L));
            float[] values = new float[48 * 32];
            part.read(values, 0);
            float[] whole = saved.weights.named(WeightNames.inLayer(1, WeightNames.GATE_AND_UP)).values;
            assertThat(values[0]).isEqualTo(whole[24 * 32]);
            assertThat(values[24 * 32]).isEqualTo(whole[(48 + 24) * 32]);
        }
    }

    @Test
    void whereSavingFailsTheCheckpointBeforeStaysAndNothingIsLeftLying() throws IOException {
        RunSettings settings = settings(1, 1);
        TrainingState state = filled();
        writer(settings, TorchFileWriter::write).save(state);
        state.iteration = 4;
        CheckpointWriter full = writer(settings, (file, root) -> {
            Files.writeString(file, "half of it");
            throw new IOException("No space left on device");
        });

        assertThatThrownBy(() -> full.save(state))
                .isInstanceOf(OperatorException.class)
                .hasMessage("the checkpoint of iteration 4 could not be saved to '" + home
                        + "': No space left on device; the one before it is untouched");

        assertThat(names()).containsExactly("iter_0000003", "latest_checkpointed_iteration.txt");
        assertThat(Checkpoints.inspect(home).iteration()).isEqualTo(3);
    }

    @Test
    void anIterationSavedAgainTakesThePlaceOfTheOldOne() throws IOException {
        RunSettings settings = settings(1, 1);
        TrainingState state = filled();
        writer(settings, TorchFileWriter::write).save(state);
        byte[] first = Engine.checkpoint(home, 3);
        state.weights.named(WeightNames.OUTPUT).values[0] += 1;

        writer(settings, TorchFileWriter::write).save(state);

        assertThat(Engine.checkpoint(home, 3)).isNotEqualTo(first);
        assertThat(names()).containsExactly("iter_0000003", "latest_checkpointed_iteration.txt");
    }

    @Test
    void leftoversOfDeadTrainingsGoAndAnIterationThatStoodAsideComesBack() throws IOException {
        long dead = Long.MAX_VALUE;
        Files.createDirectories(home.resolve("iter_0000005.tmp." + dead + "/mp_rank_00"));
        Files.writeString(home.resolve("iter_0000005.tmp." + dead + "/mp_rank_00/model_optim_rng.pt"), "half");
        Files.createDirectories(home.resolve("iter_0000004.old." + dead));
        long alive = ProcessHandle.current().parent().orElseThrow().pid();
        Files.createDirectories(home.resolve("iter_0000006.tmp." + alive));

        new SaveDirectory(home).prepare();

        assertThat(names()).containsExactly("iter_0000004", "iter_0000006.tmp." + alive);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> children = Files.list(home)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private TrainingState filled() {
        Random random = new Random(3);
        ModelWeights weights = Initializer.fresh(Shapes.of(SHAPE), 5);
        TrainingState state = new TrainingState(weights, new AdamW(workers, weights, 0));
        for (Weight weight : weights.all()) {
            for (int i = 0; i < weight.values.length; i++) {
                weight.values[i] = random.nextFloat();
                state.optimizer.moments(weight).average[i] = random.nextFloat();
                state.optimizer.moments(weight).square[i] = random.nextFloat();
            }
        }
        state.iteration = 3;
        state.consumedSamples = 12;
        return state;
    }

    private CheckpointWriter writer(RunSettings settings, CheckpointWriter.FileWriter files) {
        return new CheckpointWriter(Shapes.of(SHAPE), settings, new SaveDirectory(home), files);
    }

    private RunSettings settings(int tensor, int pipeline) {
        return new RunSettings(
                RunType.PRETRAIN,
                "tiny",
                home,
                home,
                Optional.empty(),
                Optional.empty(),
                home,
                10,
                5,
                1,
                new Batch(2, 4, 16),
                new ParallelSize(tensor, pipeline),
                new Rates(1e-3, 1e-4, 0.1, 0.1, 1.0),
                Optional.empty(),
                5,
                1);
    }
}
