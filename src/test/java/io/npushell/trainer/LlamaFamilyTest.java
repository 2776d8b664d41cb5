package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelShape;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.params.ParameterCatalog;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.HfConfig;
import io.npushell.weights.convert.Inspection;
import io.npushell.weights.convert.Inspector;
import io.npushell.weights.convert.Merge;
import io.npushell.weights.convert.SmallModel;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A third family comes in by one profile and one file of its own, src/test/resources/family: no class knows it. */
class LlamaFamilyTest {
    private static final Path PROFILES = Path.of("src/test/resources/family");
    private static final int[] TOKENS = {3, 17, 41, 3, 59, 20, 8, 33, 2};

    @TempDir
    Path directory;

    private final ModelProfile profile = new ProfileStore(
                    Path.of("profiles"),
                    PROFILES,
                    ParameterCatalog.standard(),
                    Engines.standard().all())
            .load("llama2-nano");
    private final ModelFamily family = profile.family();
    private final ModelFamilies families = ModelFamilies.with(family);

    @Test
    void isReadFromBesideItsProfile() {
        assertThat(profile.familyNamed()).isTrue();
        assertThat(family.title()).isEqualTo("Llama 2");
        assertThat(family.reference())
                .isEqualTo(PROFILES.resolve("families/llama2.yaml")
                        .toAbsolutePath()
                        .toString());
        // embedding and output, and of each layer q and o, k and v, gate, up and down, two norms
        assertThat(profile.parameters())
                .isEqualTo(2 * 1280 * 128L + 128 + 4 * (2 * 128 * 128 + 2 * 64 * 128 + 3 * 344 * 128 + 2 * 128));
    }

    @ParameterizedTest
    @CsvSource({"BFLOAT16, 4", "FLOAT16, 2", "FLOAT32, 4"})
    void comesBackBitForBitForEveryLegalCut(ElementType dtype, int groups) throws IOException {
        SmallModel model = SmallModel.of(family, new ModelSizes(4, 24, 4, groups, 12, 6, 32), dtype, groups);
        Path source = model.save(directory.resolve("hf"), 2);
        int cuts = 0;
        for (int tensor = 1; tensor <= 4; tensor++) {
            for (int pipeline = 1; pipeline <= 4; pipeline++) {
                ParallelSize parallel = new ParallelSize(tensor, pipeline);
                if (model.size().obstacles(parallel).isEmpty()) {
                    Path megatron = directory.resolve("mg-" + tensor + "-" + pipeline);
                    converted(source, megatron, parallel);
                    Path back = directory.resolve("back-" + tensor + "-" + pipeline);
                    merged(megatron, source, back);
                    assertThat(SmallModel.load(back)).as(parallel.toString()).isEqualTo(model.tensors());
                    cuts++;
                }
            }
        }
        assertThat(cuts).isEqualTo(groups == 4 ? 9 : 6);
        assertThat(directory.resolve("back-2-2/config.json")).hasSameTextualContentAs(source.resolve("config.json"));
    }

    @Test
    void isToldByWhatItIs() throws IOException {
        SmallModel model = SmallModel.of(family, new ModelSizes(4, 24, 4, 2, 12, 6, 32), ElementType.BFLOAT16, 1);
        Path source = model.save(directory.resolve("hf"), 1);
        Path megatron = directory.resolve("mg");
        converted(source, megatron, new ParallelSize(2, 2));

        Inspection downloaded = Inspector.inspect(source, -1, families);
        Inspection made = Inspector.inspect(megatron, -1, families);
        Inspection unknown = Inspector.inspect(megatron, -1);

        assertThat(downloaded.family()).isEqualTo("llama2");
        assertThat(downloaded.problems()).isEmpty();
        assertThat(made.family()).isEqualTo("llama2");
        assertThat(made.problems()).isEmpty();
        assertThat(made.parameters()).isEqualTo(family.parameters(model.size()));
        assertThat(made.vocabularyRows()).isEqualTo(32);
        assertThat(unknown.family()).as("neither of those that come along").isEmpty();
    }

    @Test
    void computesWhatItsOriginalComputes() throws IOException {
        ModelShape shape = new ModelShape(2, 32, 4, 2, 48, 60, 64, 64, 1.0, 10000, 1e-5);
        SmallModel original = SmallModel.of(family, shape.sizes(), ElementType.FLOAT32, 5);
        calm(original);
        Path source = original.save(directory.resolve("hf"), 1);

        ModelWeights weights = SampledModel.load(source, Optional.empty(), new Architecture(family, shape))
                .weights();

        double[] expected = new LlamaForward(original, shape).logits(TOKENS);
        try (Workers workers = new Workers(1)) {
            float[] computed = new Model(shape, weights, new Window(1, TOKENS.length), workers)
                    .logitsAfter(TOKENS, TOKENS.length - 1);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) computed[i]).as("logit %d", i).isEqualTo(expected[i], within(2e-4));
            }
        }
    }

    @Test
    void trainsAndMergesIntoLlamasOwnNames() throws IOException {
        ModelShape shape = new ModelShape(2, 32, 4, 2, 48, 464, 512, 64, 1.0, 10000, 1e-5);
        Engine engine = new Engine(directory.resolve("run"), shape)
                .with("MODEL_FAMILY", family.reference())
                .with("TP", "2")
                .with("PP", "2");

        assertThat(engine.train()).as(engine.err).isZero();
        assertThat(engine.losses().get(3)).isLessThan(engine.losses().get(0));

        Path exported = directory.resolve("exported");
        merged(engine.saved(), null, exported);
        Map<String, SmallModel.Bytes> tensors = SmallModel.load(exported);
        assertThat(tensors.keySet())
                .contains("model.layers.1.self_attn.k_proj.weight", "lm_head.weight")
                .noneMatch(name -> name.endsWith("bias"));
        HfConfig config = HfConfig.read(exported, families);
        assertThat(config.sizes()).isEqualTo(shape.sizes());
        assertThat(exported.resolve("config.json"))
                .content()
                .contains("\"LlamaForCausalLM\"", "\"rope_theta\" : 10000.0", "\"rms_norm_eps\" : 1.0E-5");
        assertThat(Inspector.inspect(engine.saved(), -1, families).family()).isEqualTo("llama2");

        Path again = directory.resolve("again");
        converted(exported, again, new ParallelSize(1, 1));
        Path back = directory.resolve("back");
        merged(again, exported, back);
        assertThat(SmallModel.load(back)).isEqualTo(tensors);
    }

    /** Narrow weights, so that no softmax is all or nothing and float32 follows double closely. */
    private static void calm(SmallModel model) {
        model.tensors().values().forEach(tensor -> {
            ByteBuffer bytes = ByteBuffer.wrap(tensor.content()).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < bytes.capacity(); at += Float.BYTES) {
                bytes.putFloat(at, bytes.getFloat(at) * 0.2f + (tensor.shape().size() == 1 ? 0.3f : 0));
            }
        });
    }

    private void converted(Path source, Path target, ParallelSize parallel) throws IOException {
        new Conversion(source, families, target, parallel, Conversion.Form.AS_IT_IS, silent()).run();
    }

    private void merged(Path megatron, @Nullable Path original, Path target) throws IOException {
        new Merge(
                        new Merge.Source(megatron, -1, null, 0),
                        new Merge.Template(original, family, null),
                        target,
                        Conversion.Form.AS_IT_IS,
                        silent())
                .run();
    }

    private static WeightsProgress silent() {
        return new WeightsProgress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }
}
