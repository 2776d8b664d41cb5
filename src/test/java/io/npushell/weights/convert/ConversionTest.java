package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static io.npushell.weights.convert.RoundTripTest.merge;
import static io.npushell.weights.convert.RoundTripTest.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.DType;
import io.npushell.weights.FloatTensor;
import io.npushell.weights.TorchFile;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.convert.SmallModel.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConversionTest {
    @TempDir
    Path directory;

    private final SmallModel model = SmallModel.chatGlm(new Random(3), DType.BFLOAT16);

    @Test
    void tellsHowFarItIs() throws IOException {
        String told = convert(source(), target(), 1, 1);

        assertThat(told).containsPattern(" weights: (\\d+) / \\1 tensors \\| 0\\.0 GiB \\| \\d+ MiB/s \\| 100 %");
    }

    @Test
    void refusesACutThatDoesNotDivideBeforeWriting() throws IOException {
        int tp = 2 * model.size().groups();
        Path source = source();

        refused(() -> convert(source, target(), tp, 1), ExitCode.USAGE, "key-value groups");
        assertThat(children()).containsExactly("hf");
    }

    @Test
    void refusesAModelThatIsNotWholeBeforeWriting() throws IOException {
        model.tensors().remove("transformer.encoder.final_layernorm.weight");
        Path source = source();

        refused(
                () -> convert(source, target(), 1, 1),
                ExitCode.FAILED,
                "tensor 'transformer.encoder.final_layernorm.weight' is missing");
        assertThat(children()).containsExactly("hf");
    }

    @Test
    void neverWritesOverWhatDiffers() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        byte[] before = Files.readAllBytes(Checkpoints.file(target(), 1, 0, 0, 1));
        int pp = model.size().layers() > 1 ? model.size().layers() : 1;
        Path other = Files.createDirectories(directory.resolve("other"));
        Files.writeString(other.resolve("precious.txt"), "x");

        if (pp > 1) {
            refused(() -> convert(source, target(), 1, pp), ExitCode.CONFLICT, "pp 1, not " + pp);
        }
        refused(() -> convert(source, other, 1, 1), ExitCode.CONFLICT, "files that npu-shell did not make");
        assertThat(Checkpoints.file(target(), 1, 0, 0, 1)).hasBinaryContent(before);
        assertThat(other.resolve("precious.txt")).exists();
    }

    @Test
    void replacesAnOlderStateOfTheSame() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        SmallModel changed =
                new SmallModel(model.family(), model.size(), model.dtype(), new LinkedHashMap<>(model.tensors()));
        String norm = "transformer.encoder.final_layernorm.weight";
        Bytes old = model.tensor(norm);
        changed.tensors().put(norm, new Bytes(old.dtype(), old.shape(), new byte[old.content().length]));
        changed.save(source, 1);

        convert(source, target(), 1, 1);

        merge(target(), source, directory.resolve("back"));
        assertThat(SmallModel.load(directory.resolve("back"))).isEqualTo(changed.tensors());
        assertThat(children()).doesNotContain("mg.replaced", "mg.unfinished");
    }

    @Test
    void clearsAwayWhatADeadProcessLeft() throws IOException {
        Files.createDirectories(directory.resolve("mg.unfinished/iter_0000001"));
        Files.writeString(directory.resolve("mg.unfinished/iter_0000001/junk"), "x");
        Path source = source();

        convert(source, target(), 1, 1);

        assertThat(target().resolve("iter_0000001/junk")).doesNotExist();
        assertThat(children()).contains("mg").doesNotContain("mg.unfinished");
    }

    @Test
    void bringsBackWhatADeadProcessHadMovedAside() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        Files.move(target(), directory.resolve("mg.replaced"));

        convert(source, target(), 1, 1);

        assertThat(children()).contains("mg").doesNotContain("mg.replaced");
    }

    @Test
    void tellsTheSecondWriterWhoTheFirstIs() throws IOException {
        Path source = source();
        try (OutputDirectory first = OutputDirectory.take(target())) {
            assertThat(first.begin()).exists();
            refused(
                    () -> convert(source, target(), 1, 1),
                    ExitCode.CONFLICT,
                    "is being written by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void writesHalfPrecisionAsUpstreamDoes() throws IOException {
        Path source = source();
        new Conversion(
                        source,
                        target(),
                        new Conversion.Cut(1, 1),
                        new Conversion.Form(DType.FLOAT16, 0),
                        progress(new ByteArrayOutputStream()))
                .run();

        try (MegatronModel made = MegatronModel.open(target(), -1)) {
            Bytes norm = Bytes.of(java.util.Objects.requireNonNull(made.find(0, Recipes.FINAL_NORM)));
            float[] expected = floats(model.tensor("transformer.encoder.final_layernorm.weight"));
            assertThat(norm.dtype()).isEqualTo(DType.FLOAT16);
            assertThat(floats(norm)).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(floats(norm)[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(0.01f));
            }
            assertThat(made.args().get("fp16")).isEqualTo(true);
        }
    }

    @Test
    void padsAndCutsTheVocabularyAndMergesItBack() throws IOException {
        Path source = source();
        long rows = model.size().rows();
        for (long wanted : List.of(rows + 8, rows - 4)) {
            Path target = directory.resolve("rows-" + wanted);
            new Conversion(
                            source,
                            target,
                            new Conversion.Cut(1, 1),
                            new Conversion.Form(null, wanted),
                            progress(new ByteArrayOutputStream()))
                    .run();
            try (MegatronModel made = MegatronModel.open(target, -1)) {
                Bytes table = Bytes.of(java.util.Objects.requireNonNull(made.find(0, Recipes.EMBEDDING)));
                assertThat(table.shape())
                        .containsExactly(wanted, (long) model.size().hidden());
                if (wanted > rows) {
                    assertThat(table.row(wanted - 1))
                            .isEqualTo(model.tensor("transformer.embedding.word_embeddings.weight")
                                    .row(rows - 1));
                }
                assertThat(made.number("padded_vocab_size")).isEqualTo(wanted);
            }
            Path back = directory.resolve("back-" + wanted);
            merge(target, source, back);
            assertThat(SmallModel.load(back)).isEqualTo(model.tensors());
        }
    }

    @Test
    void mergesLoraAdaptersOfEveryRank() throws IOException {
        Path source = source();
        int tp = model.size().groups();
        convert(source, target(), tp, 1);
        String qkv = "layers.0.self_attention.query_key_value";
        String dense = "layers.0.self_attention.dense";
        for (int rank = 0; rank < tp; rank++) {
            adapt(rank, tp, qkv, dense);
        }

        Path back = directory.resolve("back");
        merge(target(), source, back);

        Map<String, Bytes> merged = SmallModel.load(back);
        String name = "transformer.encoder.layers.0.self_attention.";
        // up is all ones, down all halves, rank 2, alpha 4: 4 / 2 * (0.5 + 0.5) = 2 is added to each element
        for (String changed : List.of(name + "query_key_value.weight", name + "dense.weight")) {
            float[] before = floats(model.tensor(changed));
            float[] after = floats(java.util.Objects.requireNonNull(merged.get(changed)));
            for (int i = 0; i < before.length; i++) {
                assertThat(after[i]).isCloseTo(before[i] + 2, org.assertj.core.data.Offset.offset(0.03f));
            }
        }
        assertThat(merged).containsEntry(name + "query_key_value.bias", model.tensor(name + "query_key_value.bias"));
    }

    /** Renames the weights to base_layer and adds adapters, as a checkpoint of ModelLink has them; optimizer state comes along. */
    private void adapt(int rank, int tp, String... modules) throws IOException {
        Path file = Checkpoints.file(target(), 1, rank, 0, 1);
        Path copy = file.resolveSibling("old.pt");
        Files.move(file, copy);
        try (TorchFile old = TorchFile.open(copy)) {
            Map<String, Object> root = new LinkedHashMap<>(old.root());
            Map<String, Object> args = new LinkedHashMap<>();
            ((TorchFileWriter.Namespace) root.get("args")).values().forEach((key, value) -> {
                if (value instanceof Number || value instanceof Boolean || value instanceof String) {
                    args.put(key, value);
                }
            });
            args.put("lora_alpha", 4);
            root.put("args", new TorchFileWriter.Namespace(args));
            Map<String, Object> language = copied(((Map<?, ?>) root.get("model")).get("language_model"));
            Map<String, Object> encoder = copied(language.get("encoder"));
            for (String module : modules) {
                TorchFile.Tensor weight = (TorchFile.Tensor) encoder.remove(module + ".weight");
                long rows = weight.shape().get(0);
                long columns = weight.shape().get(1);
                encoder.put(module + ".base_layer.weight", weight);
                encoder.put(module + ".lora_A.default.weight", filled(0.5f, 2, columns));
                encoder.put(module + ".lora_B.default.weight", filled(1, rows, 2));
                Object bias = encoder.remove(module + ".bias");
                if (bias != null) {
                    encoder.put(module + ".base_layer.bias", bias);
                }
            }
            language.put("encoder", encoder);
            root.put("model", Map.of("language_model", language));
            root.put("optimizer", Map.of("state", Map.of()));
            TorchFileWriter.write(file, root);
        }
        Files.delete(copy);
        assertThat(tp).isPositive();
    }

    private static Map<String, Object> copied(Object map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) map).forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private static FloatTensor filled(float value, long rows, long columns) {
        float[] values = new float[(int) (rows * columns)];
        java.util.Arrays.fill(values, value);
        return new FloatTensor(values, 0, List.of(rows, columns));
    }

    @Test
    void inspectsBothForms() throws IOException {
        Path source = source();
        convert(source, target(), model.size().groups(), 1);

        Inspection first = Inspector.inspect(source, -1);
        Inspection second = Inspector.inspect(target(), -1);

        assertThat(first.format()).isEqualTo("huggingface");
        assertThat(first.family()).isEqualTo("chatglm3");
        assertThat(first.problems()).isEmpty();
        assertThat(second.tensorParallel()).isEqualTo(model.size().groups());
        assertThat(second.problems()).isEmpty();
        assertThat(second.parameters()).isEqualTo(first.parameters() - 4);
        assertThat(second.vocabularyRows()).isEqualTo(model.size().rows());
        model.tensors().remove("transformer.output_layer.weight");
        model.tensors().put("odd", model.tensor("transformer.encoder.final_layernorm.weight"));
        model.save(source, 1);
        assertThat(Inspector.inspect(source, -1).problems())
                .containsExactly(
                        "tensor 'transformer.output_layer.weight' is missing", "tensor 'odd' is none of this model's");
    }

    @Test
    void judgesAnotherConvertersFiles() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        Files.delete(target().resolve(Manifest.NAME));
        ConversionCheck check =
                new ConversionCheck(source, target(), new Conversion.Cut(1, 1), Conversion.Form.AS_IT_IS);

        check.run(progress(new ByteArrayOutputStream()));

        assertThat(Manifest.read(target())).containsEntry("tp", "1");
        Files.delete(target().resolve("latest_checkpointed_iteration.txt"));
        refused(() -> check.run(progress(new ByteArrayOutputStream())), ExitCode.NOT_FOUND, "is missing");
    }

    @Test
    void saysWhichCheckpointFileIsTruncated() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        Path file = Checkpoints.file(target(), 1, 0, 0, 1);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

        refused(() -> merge(target(), source, directory.resolve("back")), ExitCode.FAILED, file.toString());
        assertThat(directory.resolve("back")).doesNotExist();
    }

    @Test
    void makesAConfigWhereThereIsNoOriginal() throws IOException {
        Path source = source();
        convert(source, target(), 1, 1);
        Path back = directory.resolve("back");

        new Merge(
                        new Merge.Source(target(), -1, null, 0),
                        new Merge.Template(null, Family.CHATGLM3, null),
                        back,
                        Conversion.Form.AS_IT_IS,
                        progress(new ByteArrayOutputStream()))
                .run();

        assertThat(HfConfig.read(back).dimensions()).isEqualTo(model.size());
        convert(back, directory.resolve("again"), 1, 1);
    }

    private Path source() throws IOException {
        return model.save(directory.resolve("hf"), 1);
    }

    private Path target() {
        return directory.resolve("mg");
    }

    private List<String> children() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .forEach(names::add);
        }
        return names;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void refused(Work work, ExitCode code, String reason) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        OperatorException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
                .hasMessageContaining(reason);
    }

    private static float[] floats(Bytes tensor) {
        float[] values = new float[tensor.content().length / tensor.dtype().bytes()];
        io.npushell.weights.FloatFormats.decode(
                tensor.dtype(),
                ByteBuffer.wrap(tensor.content()).order(ByteOrder.LITTLE_ENDIAN),
                values,
                values.length);
        return values;
    }
}
