package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static io.npushell.weights.convert.RoundTripTest.merge;
import static io.npushell.weights.convert.RoundTripTest.progress;
import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.FloatTensor;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.TorchFile;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.convert.SmallModel.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** LoRA adapters beside their weights or in a directory of their own, cut as ModelLink's peft cuts them, with optimizer state along. */
@Timeout(60)
class AdaptersTest extends ModelFixture {
    private static final int RANK = 2;
    private static final double ALPHA = 4;
    private static final String QKV = "self_attention.query_key_value";
    private static final String DENSE = "self_attention.dense";
    private static final String DOWN = "mlp.dense_4h_to_h";

    private final Random random = new Random(9);
    private final Map<String, float[][]> down = new LinkedHashMap<>();
    private final Map<String, float[][]> up = new LinkedHashMap<>();

    @Test
    void mergesAdaptersThatLieBesideTheirWeights() throws IOException {
        int tp = model.size().kvGroups();
        convert(source(), target(), tp, 1);
        save(target(), tp, 1, 1, true);

        merge(target(), source(), directory.resolve("back"));

        mergedAsTheFormulaSays(directory.resolve("back"));
    }

    @Test
    void mergesAdaptersOfAnotherDirectoryForEveryCut() throws IOException {
        for (int tp : new int[] {1, model.size().kvGroups()}) {
            for (int pp : new int[] {1, model.size().layers()}) {
                Path base = directory.resolve("mg-" + tp + "-" + pp);
                Path lora = directory.resolve("lora-" + tp + "-" + pp);
                Path back = directory.resolve("back-" + tp + "-" + pp);
                convert(source(), base, tp, pp);
                save(lora, tp, pp, 30, false);
                Checkpoints.writeTracker(lora, 30);

                mergeAdapted(base, lora, back, -1);

                mergedAsTheFormulaSays(back);
                assertThat(Manifest.read(back))
                        .containsEntry("source", lora.toString())
                        .containsEntry("base", base.toString())
                        .containsEntry("iteration", "30");
            }
        }
    }

    @Test
    void takesTheAdaptersOfAnEarlierIteration() throws IOException {
        convert(source(), target(), 1, 1);
        Path lora = directory.resolve("lora");
        save(lora, 1, 1, 10, false);
        Map<String, float[][]> earlier = new LinkedHashMap<>(up);
        up.clear();
        save(lora, 1, 1, 20, false);
        Checkpoints.writeTracker(lora, 20);
        up.putAll(earlier);

        mergeAdapted(target(), lora, directory.resolve("back"), 10);

        mergedAsTheFormulaSays(directory.resolve("back"));
    }

    @Test
    void saysWhatAdaptersAloneLack() throws IOException {
        convert(source(), target(), 1, 1);
        Path lora = directory.resolve("lora");
        save(lora, 1, 1, 10, false);
        Checkpoints.writeTracker(lora, 10);

        refused(
                () -> merge(lora, source(), directory.resolve("back")),
                ExitCode.FAILED,
                "'" + lora + "' holds LoRA adapters alone, without the weights they belong to");
        refused(
                () -> mergeAdapted(target(), target(), directory.resolve("back"), -1),
                ExitCode.FAILED,
                "'" + target() + "' holds no LoRA adapters");
        assertThat(directory.resolve("back")).doesNotExist();
        Inspection found = Inspector.inspect(lora, -1);
        assertThat(found.problems()).isEmpty();
        assertThat(found.contents()).containsExactly("optimizer", "lora adapters alone");
    }

    @Test
    void refusesAdaptersOfAnotherCutOrWidth() throws IOException {
        int tp = model.size().kvGroups();
        convert(source(), target(), tp, 1);
        Path lora = directory.resolve("lora");
        save(lora, 1, 1, 10, false);
        Checkpoints.writeTracker(lora, 10);
        refused(
                () -> mergeAdapted(target(), lora, directory.resolve("back"), -1),
                ExitCode.FAILED,
                "the adapters are cut for TP 1, the weights for TP " + tp);

        Path other = directory.resolve("other");
        down.replaceAll((name, rows) -> random(RANK, rows[0].length + 2));
        save(other, tp, 1, 10, false);
        Checkpoints.writeTracker(other, 10);
        refused(
                () -> mergeAdapted(target(), other, directory.resolve("back"), -1),
                ExitCode.FAILED,
                "does not fit: weight ");
    }

    private void mergeAdapted(Path base, Path lora, Path back, long iteration) throws IOException {
        new Merge(
                        new Merge.Source(base, iteration, lora, 0),
                        new Merge.Template(source(), null, null),
                        back,
                        Conversion.Form.AS_IT_IS,
                        progress(new ByteArrayOutputStream()))
                .run();
    }

    /** W + alpha / r · B · A for two weights whose rows stand as in Hugging Face, and a constant for one whose rows do not. */
    private void mergedAsTheFormulaSays(Path back) throws IOException {
        Map<String, Bytes> merged = SmallModel.load(back);
        for (int layer = 0; layer < model.size().layers(); layer++) {
            String name = "transformer.encoder.layers." + layer + ".";
            for (String module : List.of(DENSE, DOWN, QKV)) {
                float[] before = floats(model.tensor(name + module + ".weight"));
                float[] after = floats(Objects.requireNonNull(merged.get(name + module + ".weight")));
                float[][] a = Objects.requireNonNull(down.get(layer + module));
                float[][] b = Objects.requireNonNull(up.get(layer + module));
                int columns = a[0].length;
                for (int at = 0; at < before.length; at++) {
                    double delta = 0;
                    for (int k = 0; k < RANK; k++) {
                        delta += (double) b[at / columns][k] * a[k][at % columns];
                    }
                    float expected = (float) (before[at] + ALPHA / RANK * delta);
                    assertThat(after[at]).isCloseTo(expected, Offset.offset(Math.abs(expected) / 128 + 1e-3f));
                }
            }
            String bias = name + QKV + ".bias";
            assertThat(merged).containsEntry(bias, model.tensor(bias));
        }
    }

    /** Rank by rank: of a weight cut by columns A is cut by columns, of one cut by rows B by rows; the other is in every rank. */
    private void save(Path to, int tp, int pp, long iteration, boolean withWeights) throws IOException {
        int perStage = model.size().layers() / pp;
        for (int rank = 0; rank < tp; rank++) {
            for (int stage = 0; stage < pp; stage++) {
                Path file = Checkpoints.file(to, iteration, rank, stage, pp);
                Map<String, Object> tensors = new LinkedHashMap<>();
                for (int local = 0; local < perStage; local++) {
                    for (String module : List.of(QKV, DENSE, DOWN)) {
                        adapter(tensors, stage * perStage + local, local, module, rank, tp);
                    }
                }
                if (!withWeights && stage == 0) { // ModelLink only thins out the encoder
                    tensors.put("language_model.embedding.word_embeddings.weight", part(random(8, 4), 0, 8, 0, 4));
                }
                write(file, tensors, tp, pp, withWeights);
            }
        }
    }

    private void adapter(Map<String, Object> tensors, int layer, int local, String module, int rank, int tp) {
        boolean byColumns = !module.equals(QKV);
        Bytes weight = model.tensor("transformer.encoder.layers." + layer + "." + module + ".weight");
        int rows = weight.shape().get(0).intValue();
        int columns = weight.shape().get(1).intValue();
        float[][] a = down.computeIfAbsent(layer + module, absent -> random(RANK, columns));
        float[][] b = up.computeIfAbsent(
                layer + module, absent -> byColumns ? random(rows, RANK) : same(rows)); // qkv rows are regrouped
        String name = MegatronModel.LAYERS + local + "." + module;
        int width = a[0].length / (byColumns ? tp : 1);
        int height = rows / (byColumns ? 1 : tp);
        tensors.put(name + ".lora_A.default.weight", part(a, 0, RANK, byColumns ? rank * width : 0, width));
        tensors.put(name + ".lora_B.default.weight", part(b, byColumns ? 0 : rank * height, height, 0, RANK));
    }

    private void write(Path file, Map<String, Object> adapters, int tp, int pp, boolean withWeights)
            throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Map<String, Object> named = new LinkedHashMap<>(adapters);
        Path copy = file.resolveSibling("old.pt");
        if (withWeights) {
            Files.move(file, copy);
        }
        try (TorchFile old = withWeights ? TorchFile.open(copy) : null) {
            if (old != null) {
                ModelDictionary.flat(
                                (Map<?, ?>) Objects.requireNonNull(old.root().get("model")))
                        .forEach((name, value) -> named.put(base(name, adapters), value));
            }
            Map<String, Object> dictionary = new LinkedHashMap<>();
            named.forEach((name, value) -> ModelDictionary.put(dictionary, name, value));
            Map<String, Object> root = new LinkedHashMap<>();
            root.put(
                    "args",
                    new TorchFileWriter.Namespace(Map.of(
                            "lora_alpha",
                            ALPHA,
                            "tensor_model_parallel_size",
                            tp,
                            "pipeline_model_parallel_size",
                            pp)));
            root.put("model", dictionary);
            root.put(
                    "optimizer",
                    Map.of("state", Map.of("exp_avg", named.values().iterator().next())));
            TorchFileWriter.write(file, root);
        }
        Files.deleteIfExists(copy);
    }

    private static String base(String name, Map<String, Object> adapters) {
        int dot = name.lastIndexOf('.');
        String module = name.substring(0, dot);
        return adapters.containsKey(module + ".lora_A.default.weight")
                ? module + ".base_layer" + name.substring(dot)
                : name;
    }

    private float[][] random(int rows, int columns) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int column = 0; column < columns; column++) {
                row[column] = (float) random.nextGaussian();
            }
        }
        return matrix;
    }

    private float[][] same(int rows) {
        float[][] matrix = random(rows, RANK);
        java.util.Arrays.setAll(matrix, row -> matrix[0]);
        return matrix;
    }

    private static FloatTensor part(float[][] matrix, int firstRow, int rows, int firstColumn, int columns) {
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(matrix[firstRow + row], firstColumn, values, row * columns, columns);
        }
        return new FloatTensor(values, 0, List.of((long) rows, (long) columns));
    }
}
