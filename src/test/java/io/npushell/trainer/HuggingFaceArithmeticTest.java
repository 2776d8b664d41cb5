package io.npushell.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelShape;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.FloatFormats;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.TorchFile;
import io.npushell.weights.convert.Conversion;
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
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model computes the same in Hugging Face's form by its own code and, converted, in the trainer: names, rows, halves and angles all agree. */
class HuggingFaceArithmeticTest {
    private static final int[] TOKENS = {3, 17, 41, 3, 59, 20, 8, 33, 2};

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.npushell.model.Families#all")
    void convertedModelsComputeWhatTheOriginalsCompute(ModelFamily family) throws IOException {
        ModelShape shape = family == Families.QWEN ? Shapes.QWEN : Shapes.GLM;
        SmallModel original = small(family, shape);
        Path source = original.save(directory.resolve("hf"), 1);
        Path megatron = directory.resolve("mg");
        Conversion.Form form = Conversion.Form.AS_IT_IS;
        new Conversion(source, ModelFamilies.shipped(), megatron, new ParallelSize(1, 1), form, silent()).run();

        double[] expected = new HuggingFaceForward(original, shape).logits(TOKENS);
        float[] computed;
        try (Workers workers = new Workers(1)) {
            Model model = new Model(shape, weights(shape, megatron), new Window(1, TOKENS.length), workers);
            computed = model.logitsAfter(TOKENS, TOKENS.length - 1);
        }

        assertThat(Arrays.stream(expected).map(Math::abs).max().orElse(0)).isGreaterThan(0.5);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) computed[i]).as("logit %d", i).isEqualTo(expected[i], within(2e-4));
        }
        Path exported = directory.resolve("back");
        new Merge(
                        new Merge.Source(megatron, -1, null, 0),
                        new Merge.Template(null, family, null),
                        exported,
                        form,
                        silent())
                .run();
        SmallModel back = new SmallModel(family, original.size(), ElementType.FLOAT32, SmallModel.load(exported));
        assertThat(new HuggingFaceForward(back, shape).logits(TOKENS)).isEqualTo(expected);
    }

    /** Narrow weights, so that no softmax is all or nothing and float32 follows double closely. */
    private static SmallModel small(ModelFamily family, ModelShape shape) {
        ModelSizes size = new ModelSizes(
                shape.layers(),
                shape.hidden(),
                shape.heads(),
                shape.kvGroups(),
                shape.ffn(),
                shape.headWidth(),
                shape.paddedVocabulary());
        SmallModel model = SmallModel.of(family, size, ElementType.FLOAT32, 5);
        model.tensors().values().forEach(tensor -> {
            ByteBuffer bytes = ByteBuffer.wrap(tensor.content()).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < bytes.capacity(); at += Float.BYTES) {
                bytes.putFloat(at, bytes.getFloat(at) * 0.2f + (tensor.shape().size() == 1 ? 0.3f : 0));
            }
        });
        return model;
    }

    private static ModelWeights weights(ModelShape shape, Path megatron) throws IOException {
        ModelWeights weights = new ModelWeights(Shapes.of(shape));
        try (TorchFile file = TorchFile.open(Checkpoints.file(megatron, 1, 0, 0, 1))) {
            Map<String, Object> tensors = ModelDictionary.flat(
                    (Map<?, ?>) Objects.requireNonNull(file.root().get("model")));
            for (Weight weight : weights.all()) {
                TorchFile.Tensor tensor = (TorchFile.Tensor) Objects.requireNonNull(tensors.get(weight.spec.name()));
                ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                tensor.read(0, bytes);
                FloatFormats.decode(tensor.dtype(), bytes.flip(), weight.values, weight.values.length);
            }
        }
        return weights;
    }

    private static WeightsProgress silent() {
        return new WeightsProgress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }
}
