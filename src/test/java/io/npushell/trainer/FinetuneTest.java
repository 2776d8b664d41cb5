package io.npushell.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.npushell.model.Families;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.TorchFile;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.Merge;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** sft and lora: from the weights of another training, on answers alone, stopped and resumed. */
class FinetuneTest {
    private static final String TRACKER = "latest_checkpointed_iteration.txt";

    @TempDir
    Path home;

    private Engine engine;
    private Path pretrained;

    @BeforeEach
    void aPretrainedModel() throws IOException {
        engine = new Engine(home, Shapes.GLM);
        assertThat(engine.train()).as(engine.err).isZero();
        pretrained = engine.saved();
    }

    @Test
    void sftStartsFromTheWeightsAloneAndCountsFromTheFirstIteration() throws IOException {
        engine.finetunes("sft", pretrained);

        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(engine.losses().get(0)).isEqualTo(engine.firstLoss(pretrained), within(5e-7));
        assertThat(engine.losses().get(3)).isLessThan(engine.losses().get(0));
        assertThat(Engine.iterations(engine.out).get(0))
                .contains(" iteration        1/       4 | consumed samples:            4 |");
        assertThat(engine.out.lines())
                .containsSubsequence(
                        " loading checkpoint from " + pretrained + " at iteration 4",
                        "  successfully loaded checkpoint from " + pretrained + " at iteration 0",
                        " > " + home
                                + "/a_ft: 11 samples, 0 left out with nothing to learn, 38 tokens to learn an epoch",
                        " > 11 samples an epoch, 1.45 epochs in 4 iterations");
        assertThat(home.resolve("sft").resolve(TRACKER)).hasContent("4");
    }

    @Test
    void onlyAnswersAreLearnedSoOtherQuestionsTokensGetNoGradient() throws IOException {
        engine.finetunes("sft", pretrained).with("WEIGHT_DECAY", "0");
        engine.train();

        float[] before = tensor(pretrained, WeightNames.OUTPUT);
        float[] after = tensor(home.resolve("sft"), WeightNames.OUTPUT);

        // the row of a letter moves by being learned or by being taken for what is: all do; the embedding's only by
        // being read
        float[] readBefore = tensor(pretrained, WeightNames.EMBEDDING);
        float[] readAfter = tensor(home.resolve("sft"), WeightNames.EMBEDDING);
        assertThat(after).isNotEqualTo(before);
        assertThat(row(readAfter, 'y')).as("read").isNotEqualTo(row(readBefore, 'y'));
        assertThat(row(readAfter, '.')).as("the last token of all: never read").isEqualTo(row(readBefore, '.'));
        assertThat(row(readAfter, 0)).as("what fills sequences up").isEqualTo(row(readBefore, 0));
    }

    @Test
    void loraTrainsAdaptersAndNothingElse() throws IOException {
        engine.finetunes("lora", pretrained)
                .with("LORA_R", "4")
                .with("LORA_ALPHA", "8")
                .with("LR", "5e-2");

        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(engine.losses().get(0))
                .as("B is zero, so the model is still that of the weights")
                .isEqualTo(engine.firstLoss(pretrained), within(5e-7));
        assertThat(engine.losses().get(3)).isLessThan(engine.losses().get(0) - 0.1);
        assertThat(engine.out).contains("trainable params: 2,944 || all params: 51,360 || trainable%: 5.7321\n");
        Path saved = home.resolve("lora");
        assertThat(names(saved))
                .hasSize(2 * 2 * 4 + 2)
                .contains(
                        WeightNames.EMBEDDING,
                        WeightNames.OUTPUT,
                        WeightNames.inLayer(1, "self_attention.query_key_value.lora_A.default.weight"),
                        WeightNames.inLayer(0, "mlp.dense_4h_to_h.lora_B.default.weight"));
        assertThat(tensor(saved, WeightNames.EMBEDDING)).isEqualTo(tensor(pretrained, WeightNames.EMBEDDING));
        assertThat(tensor(saved, WeightNames.OUTPUT)).isEqualTo(tensor(pretrained, WeightNames.OUTPUT));
    }

    @Test
    void onlyTheModulesNamedAreAdapted() throws IOException {
        engine.finetunes("lora", pretrained)
                .with("LORA_TARGET_MODULES", "dense query_key_value")
                .with("LORA_R", "4");

        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(names(home.resolve("lora"))).hasSize(2 * 2 * 2 + 2).noneMatch(name -> name.contains("mlp"));

        engine.with("LORA_TARGET_MODULES", "c_attn");
        assertThat(engine.train()).isEqualTo(2);
        assertThat(engine.err)
                .isEqualTo("LORA_TARGET_MODULES is 'c_attn': 'c_attn' is no module of the model, which has"
                        + " query_key_value dense dense_h_to_4h dense_4h_to_h\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sft", "lora"})
    void goesOnAsIfItHadNeverStopped(String runType) throws IOException {
        engine.finetunes(runType, pretrained);
        assertThat(engine.train()).as(engine.err).isZero();
        List<String> whole = Engine.iterations(engine.out);
        Path saved = home.resolve(runType);
        byte[] end = Engine.checkpoint(saved, 4);
        Files.writeString(saved.resolve(TRACKER), "2");

        engine.with("RESUME_PATH", saved.toString());
        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(Engine.iterations(engine.out)).isEqualTo(whole.subList(2, 4));
        assertThat(Engine.checkpoint(saved, 4)).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void howACheckpointIsCutChangesNothing(String parts) throws IOException {
        engine.finetunes("lora", pretrained);
        engine.train();
        List<Double> losses = engine.losses();
        Path cut = home.resolve("cut");
        engine.with("RUN_TYPE", "pretrain")
                .with("DATASET_PATH", home.resolve("a_text_document").toString())
                .with("SAVE_DIR", cut.toString())
                .with("TP", parts)
                .with("PP", parts);
        engine.environment.remove("MODEL_PATH");
        assertThat(engine.train()).as(engine.err).isZero();
        engine.finetunes("lora", cut).with("TRAIN_ITERS", "2");
        assertThat(engine.train()).as(engine.err).isZero();
        engine.with("RESUME_PATH", home.resolve("lora").toString()).with("TRAIN_ITERS", "4");

        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(engine.out).contains("overriding total number of iterations");
        assertThat(engine.losses().get(0)).isEqualTo(losses.get(2), within(0.1));
    }

    @Test
    void aResumedLoraRefusesAnotherModelAndAnotherScale() throws IOException {
        engine.finetunes("lora", pretrained).with("TRAIN_ITERS", "2");
        engine.train();
        engine.with("RESUME_PATH", home.resolve("lora").toString()).with("TRAIN_ITERS", "4");

        Files.writeString(pretrained.resolve(TRACKER), "2");
        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err)
                .isEqualTo("the adapters in '" + home + "/lora' were trained on another model than that in '"
                        + pretrained + "': their language_model.embedding.word_embeddings.weight differ\n");

        Files.writeString(pretrained.resolve(TRACKER), "4");
        engine.with("LORA_ALPHA", "64");
        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err)
                .isEqualTo("lora_alpha value from checkpoint (32) is not equal to the input argument value (64).\n");
    }

    @Test
    void whatIsNoWholeModelAndWhatIsNoPretrainingIsRefused() throws IOException {
        engine.finetunes("lora", pretrained);
        engine.train();
        engine.finetunes("sft", home.resolve("lora"));
        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err)
                .isEqualTo("'" + home + "/lora' holds LoRA adapters of [query_key_value, dense, dense_h_to_4h,"
                        + " dense_4h_to_h], not a whole model\n");

        engine.finetunes("sft", pretrained);
        engine.train();
        engine.with("RUN_TYPE", "retrain")
                .with("DATASET_PATH", home.resolve("a_text_document").toString())
                .with("MODEL_PATH", home.resolve("sft").toString());
        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err)
                .isEqualTo(
                        "is_instruction_dataset value from checkpoint (True) is not equal to the input argument value (False).\n");
    }

    @Test
    void adaptersAreSampledOnTopOfTheirModelAndAMergedModelWritesTheSame() throws IOException {
        engine.finetunes("lora", pretrained).with("LR", "5e-2");
        engine.train();
        Path lora = home.resolve("lora");
        Path merged = home.resolve("merged");
        new Merge(
                        new Merge.Source(pretrained, -1, lora, 0),
                        new Merge.Template(null, Families.CHATGLM3, null),
                        merged,
                        Conversion.Form.AS_IT_IS,
                        new WeightsProgress(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)))
                .run();

        assertThat(sample(lora)).isEqualTo(2);
        assertThat(engine.err)
                .isEqualTo("'" + lora + "' holds LoRA adapters, which say nothing without the model they belong to;"
                        + " --base DIRECTORY\n");
        assertThat(sample(lora, "--base", pretrained.toString())).as(engine.err).isZero();
        String adapted = engine.out;
        assertThat(adapted).startsWith("{\"iteration\":4,\"prompt\":\"is 3\",");
        assertThat(sample(pretrained)).isZero();
        assertThat(engine.out).isNotEqualTo(adapted);
        assertThat(sample(merged)).as(engine.err).isZero();
        assertThat(engine.out).isEqualTo(adapted.replace("\"iteration\":4,", ""));
    }

    private int sample(Path checkpoint, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "sample",
                "--checkpoint",
                checkpoint.toString(),
                "--tokenizer",
                home.resolve("tokenizer").toString()));
        words.addAll(List.of("--text", "is 3", "--tokens", "12", "--temperature", "0"));
        words.addAll(List.of(more));
        return engine.run(new StopRequest(), words.toArray(String[]::new));
    }

    @Test
    void aReleaseIsLoadedAsMegatronLoadsIt() throws IOException {
        Files.move(pretrained.resolve("iter_0000004"), pretrained.resolve("release"));
        Files.writeString(pretrained.resolve(TRACKER), "release");
        engine.finetunes("sft", pretrained);

        assertThat(engine.train()).as(engine.err).isZero();

        assertThat(engine.out).contains(" loading release checkpoint from " + pretrained + "\n");
    }

    @Test
    void samplesWithNothingToLearnWithinTheSequenceAreLeftOut() throws IOException {
        engine.finetunes("sft", pretrained).with("SEQ_LEN", "10");

        assertThat(engine.train()).as(engine.err).isZero();
        assertThat(engine.out).contains("a_ft: 11 samples, 1 left out with nothing to learn, ");

        engine.with("SEQ_LEN", "9");
        assertThat(engine.train()).isEqualTo(1);
        assertThat(engine.err)
                .isEqualTo("the dataset holds 11 samples, and none has anything to learn within SEQ_LEN '9';"
                        + " look at it with data inspect\n");
    }

    private static Set<String> names(Path directory) throws IOException {
        try (TorchFile file = TorchFile.open(directory.resolve("iter_0000004/mp_rank_00/model_optim_rng.pt"))) {
            return new TreeSet<>(
                    ModelDictionary.flat((Map<?, ?>) file.root().get("model")).keySet());
        }
    }

    private static float[] tensor(Path directory, String name) throws IOException {
        try (TorchFile file = TorchFile.open(directory.resolve("iter_0000004/mp_rank_00/model_optim_rng.pt"))) {
            TorchFile.Tensor tensor = (TorchFile.Tensor)
                    ModelDictionary.find(file.root().get("model"), name).orElseThrow();
            float[] values = new float[(int) (tensor.bytes() / 4)];
            tensor.read(values, 0);
            return values;
        }
    }

    private static float[] row(float[] matrix, int row) {
        int width = Shapes.GLM.hidden();
        return Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }
}
