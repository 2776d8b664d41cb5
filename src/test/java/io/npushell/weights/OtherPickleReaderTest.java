package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.SmallModel;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipFile;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Unpickler;
import net.razorvine.pickle.objects.ClassDict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our pickles, read by a reader of another make. */
class OtherPickleReaderTest {
    @TempDir
    Path directory;

    @Test
    void readsWhatWeWrite() throws IOException {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("lr", 1.25e-6);
        args.put("load", null);
        args.put("consumed_train_samples", 1L << 40);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("args", new TorchFileWriter.Namespace(args));
        root.put("iteration", 100);
        root.put("model", Map.of("weight", new FloatTensor(new float[6], 0, List.of(2L, 3L))));
        Path file = directory.resolve("model_optim_rng.pt");
        TorchFileWriter.write(file, root);

        Map<?, ?> read = (Map<?, ?>) unpickle(file);

        assertThat(read.keySet().stream().map(String::valueOf)).containsExactly("args", "iteration", "model");
        assertThat(read.get("iteration")).isEqualTo(100);
        ClassDict namespace = (ClassDict) Objects.requireNonNull(read.get("args"));
        assertThat(namespace.getClassName()).isEqualTo("argparse.Namespace");
        assertThat(namespace).containsEntry("lr", 1.25e-6).containsEntry("load", null);
        assertThat(namespace).containsEntry("consumed_train_samples", 1L << 40);
        Object[] tensor = (Object[]) ((Map<?, ?>) Objects.requireNonNull(read.get("model"))).get("weight");
        assertThat((Object[]) tensor[0]).startsWith("storage").endsWith("0", "cpu", 6);
        assertThat(tensor[1]).isEqualTo(0);
        assertThat((Object[]) tensor[2]).containsExactly(2, 3);
        assertThat((Object[]) tensor[3]).containsExactly(3, 1);
    }

    @ParameterizedTest
    @MethodSource("io.npushell.model.Families#all")
    void readsAConvertedModel(ModelFamily family) throws IOException {
        int groups = family == Families.QWEN ? 4 : 2;
        ModelSizes size = new ModelSizes(2, 16, 4, groups, 24, 4, 32);
        SmallModel model = SmallModel.of(family, size, ElementType.BFLOAT16, 1);
        Path target = directory.resolve("mg");
        new Conversion(
                        model.save(directory.resolve("hf"), 2),
                        ModelFamilies.shipped(),
                        target,
                        new ParallelSize(2, 2),
                        Conversion.Form.AS_IT_IS,
                        new WeightsProgress(new PrintStream(OutputStream.nullOutputStream())))
                .run();

        Path file = Checkpoints.file(target, 1, 1, 0, 2);
        Map<?, ?> root = (Map<?, ?>) unpickle(file);

        assertThat(root.get("iteration")).isEqualTo(1);
        ClassDict args = (ClassDict) Objects.requireNonNull(root.get("args"));
        assertThat(args)
                .hasSize(284) // __class__ comes along
                .containsEntry("tensor_model_parallel_size", 2)
                .containsEntry("pipeline_model_parallel_size", 2)
                .containsEntry("padded_vocab_size", 32)
                .containsEntry("group_query_attention", family == Families.CHATGLM3);
        Map<?, ?> language = (Map<?, ?>)
                Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(root.get("model"))).get("language_model"));
        Object[] table = (Object[]) Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(
                        ((Map<?, ?>) Objects.requireNonNull(language.get("embedding"))).get("word_embeddings")))
                .get("weight"));
        assertThat((Object[]) table[2]).containsExactly(16, 16);
        Object[] storage = (Object[]) table[0];
        assertThat(storage).startsWith("storage");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] rows = zip.getInputStream(zip.getEntry("archive/data/" + storage[2]))
                    .readAllBytes();
            String name =
                    family == Families.QWEN ? "transformer.wte.weight" : "transformer.embedding.word_embeddings.weight";
            byte[] whole = Objects.requireNonNull(model.tensors().get(name)).content();
            assertThat(rows).isEqualTo(Arrays.copyOfRange(whole, whole.length / 2, whole.length));
        }
    }

    private static Object unpickle(Path file) throws IOException {
        IObjectConstructor argumentsOnly = arguments -> arguments;
        Unpickler.registerConstructor("torch._utils", "_rebuild_tensor_v2", argumentsOnly);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Unpickler unpickler = new Unpickler() {
                @Override
                protected Object persistentLoad(Object id) {
                    return id;
                }
            };
            return unpickler.load(zip.getInputStream(zip.getEntry("archive/data.pkl")));
        }
    }
}
