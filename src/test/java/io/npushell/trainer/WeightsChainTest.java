package io.npushell.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.npushell.model.Families;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelShape;
import io.npushell.model.ParallelSize;
import io.npushell.model.RunType;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.Merge;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a pretraining through Hugging Face's form to fine-tunings and back: the loss each stage begins with is what the one before has left. */
class WeightsChainTest {
    @TempDir
    Path home;

    private Engine engine;
    private int parts;

    @ParameterizedTest
    @CsvSource({"QWEN, 1", "QWEN, 2", "GLM3, 1", "GLM3, 2"})
    void eachStageBeginsWithTheLossOfTheOneBefore(String family, int cut) throws IOException {
        parts = cut;
        engine = new Engine(home, family.equals("QWEN") ? Shapes.QWEN : Shapes.GLM);
        engine.with("TP", "" + cut).with("PP", "" + cut).with("LORA_R", "4").with("LR", "5e-2");
        train();

        Path exported = exported(family, engine.saved(), null, "exported");
        Path converted = converted(exported, "converted");
        engine.finetunes("sft", converted);
        double pretrained = engine.firstLoss(engine.saved());
        assertThat(engine.firstLoss(converted)).as("there and back").isEqualTo(pretrained);
        train();
        assertThat(engine.losses().get(0)).as("sft begins").isEqualTo(pretrained, within(5e-7));

        Path tuned = home.resolve("sft");
        engine.finetunes("lora", tuned);
        double base = engine.firstLoss(tuned);
        train();
        assertThat(engine.losses().get(0)).as("lora begins").isEqualTo(base, within(5e-7));

        Path merged = converted(exported(family, tuned, home.resolve("lora"), "merged"), "again");
        double afterwards = engine.firstLoss(merged);
        assertThat(afterwards).as("the adapters have learned").isLessThan(base - 0.01);
        engine.with("RESUME_PATH", home.resolve("lora").toString()).with("TRAIN_ITERS", "5");
        engine.with("GBS", "4");
        assertThat(afterwards).as("what is merged is what the adapters say").isEqualTo(lossOfAdapters(), within(2e-5));
    }

    private void train() {
        assertThat(engine.train()).as(engine.err).isZero();
    }

    /** A learning rate of nothing and an order that begins anew: the first batch by the weights as they are. */
    private double lossOfAdapters() throws IOException {
        Environment asked = new Environment(engine.environment);
        ModelShape shape = ShapeReader.read(asked);
        RunSettings settings = RunSettingsReader.read(asked, RunType.LORA, shape);
        StartingWeights start = new StartingWeights(Shapes.of(shape), settings);
        ModelWeights weights = start.built();
        TrainingLog log =
                new TrainingLog(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), Clock.systemUTC());
        start.load(weights, log);
        try (Workers workers = new Workers(1);
                TrainingData data = TrainingData.open(settings)) {
            TrainingState state = new TrainingState(weights, new AdamW(workers, weights, 0));
            new Resumption(settings.resume().orElseThrow(), shape, settings).load(state, log);
            state.consumedSamples = 0;
            return new TrainingStep(settings, shape, weights, data.batches(shape, log), workers)
                    .run(state)
                    .loss();
        }
    }

    private Path exported(String family, Path weights, @Nullable Path adapters, String name) throws IOException {
        Path target = home.resolve(name);
        new Merge(
                        new Merge.Source(weights, -1, adapters, 0),
                        new Merge.Template(null, family.equals("QWEN") ? Families.QWEN : Families.CHATGLM3, null),
                        target,
                        Conversion.Form.AS_IT_IS,
                        progress())
                .run();
        return target;
    }

    private Path converted(Path model, String name) throws IOException {
        Path target = home.resolve(name);
        new Conversion(
                        model,
                        ModelFamilies.shipped(),
                        target,
                        new ParallelSize(parts, parts),
                        Conversion.Form.AS_IT_IS,
                        progress())
                .run();
        return target;
    }

    private static WeightsProgress progress() {
        return new WeightsProgress(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    }
}
