package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
