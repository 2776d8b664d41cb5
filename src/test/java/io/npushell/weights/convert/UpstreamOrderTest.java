package io.npushell.weights.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.ElementType;
import io.npushell.model.ModelSizes;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchFile;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.convert.SmallModel.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and rows as upstream's loaders and saver make them, worked out here a second time, row by row. */
class UpstreamOrderTest {
    @TempDir
    Path directory;

    private final Random random = new Random(7);

    @Test
    void regroupsQwensQueriesKeysAndValuesByHead() throws IOException {
        SmallModel model = SmallModel.qwen(new Random(23), ElementType.BFLOAT16);
        ModelSizes size = model.size();
        int tp = size.heads();
        RoundTripTest.convert(model.save(directory.resolve("hf"), 2), directory.resolve("mg"), tp, 1);

        Bytes source = model.tensor("transformer.h.0.attn.c_attn.weight");
        for (int rank = 0; rank < tp; rank++) {
            List<byte[]> rows = new ArrayList<>();
            for (int third = 0; third < 3; third++) {
                for (int row = 0; row < size.headWidth(); row++) {
                    rows.add(source.row((long) third * size.hidden() + (long) rank * size.headWidth() + row));
                }
            }
            assertThat(tensor(rank, 0, 1, "encoder", "layers.0.self_attention.query_key_value.weight")
                            .content())
                    .isEqualTo(joined(rows));
        }
    }

    @Test
    void regroupsChatGlmsByKeyValueGroup() throws IOException {
        SmallModel model = SmallModel.chatGlm(new Random(5), ElementType.FLOAT16);
        ModelSizes size = model.size();
        RoundTripTest.convert(model.save(directory.resolve("hf"), 1), directory.resolve("mg"), 1, 1);

        Bytes source = model.tensor("transformer.encoder.layers.0.self_attention.query_key_value.bias");
        int perGroup = size.heads() / size.kvGroups() * size.headWidth();
        long keys = (long) size.heads() * size.headWidth();
        long values = keys + (long) size.kvGroups() * size.headWidth();
        List<byte[]> rows = new ArrayList<>();
        for (int group = 0; group < size.kvGroups(); group++) {
            for (int row = 0; row < perGroup; row++) {
                rows.add(source.row((long) group * perGroup + row));
            }
            for (long start : new long[] {keys, values}) {
                for (int row = 0; row < size.headWidth(); row++) {
                    rows.add(source.row(start + (long) group * size.headWidth() + row));
                }
            }
        }
        assertThat(tensor(0, 0, 1, "encoder", "layers.0.self_attention.query_key_value.bias")
                        .content())
                .isEqualTo(joined(rows));
    }

    @Test
    void cutsGateAndUpSeparatelyWithQwensSecondMatrixFirst() throws IOException {
        SmallModel model = qwenOf(4, 2);
        RoundTripTest.convert(model.save(directory.resolve("hf"), 1), directory.resolve("mg"), 2, 2);

        int half = model.size().ffn() / 2;
        List<byte[]> rows = new ArrayList<>();
        for (String matrix : List.of("w2", "w1")) {
            for (int row = half; row < 2 * half; row++) {
                rows.add(model.tensor("transformer.h.3.mlp." + matrix + ".weight")
                        .row(row));
            }
        }
        Bytes part = tensor(1, 1, 2, "encoder", "layers.1.mlp.dense_h_to_4h.weight");
        assertThat(part.shape()).containsExactly(2L * half, (long) model.size().hidden());
        assertThat(part.content()).isEqualTo(joined(rows));
    }

    @Test
    void cutsDenseByColumnsAndRepeatsTheNorms() throws IOException {
        SmallModel model = qwenOf(2, 2);
        RoundTripTest.convert(model.save(directory.resolve("hf"), 1), directory.resolve("mg"), 2, 1);

        Bytes source = model.tensor("transformer.h.1.attn.c_proj.weight");
        List<byte[]> rows = new ArrayList<>();
        for (int row = 0; row < model.size().hidden(); row++) {
            byte[] whole = source.row(row);
            rows.add(java.util.Arrays.copyOfRange(whole, whole.length / 2, whole.length));
        }
        assertThat(tensor(1, 0, 1, "encoder", "layers.1.self_attention.dense.weight")
                        .content())
                .isEqualTo(joined(rows));
        for (int rank = 0; rank < 2; rank++) {
            assertThat(tensor(rank, 0, 1, "encoder", "layers.1.input_norm.weight"))
                    .isEqualTo(model.tensor("transformer.h.1.ln_1.weight"));
        }
    }

    @Test
    void putsEmbeddingFirstAndOutputLastAndNumbersLayersByStage() throws IOException {
        SmallModel model = qwenOf(4, 1);
        RoundTripTest.convert(model.save(directory.resolve("hf"), 1), directory.resolve("mg"), 1, 2);

        try (TorchFile first = open(0, 0, 2);
                TorchFile last = open(0, 1, 2)) {
            assertThat(names(language(first))).containsExactly("embedding", "encoder");
            assertThat(names(language(last))).containsExactly("encoder", "output_layer");
            assertThat(names(language(last).get("encoder")))
                    .startsWith("layers.0.input_norm.weight")
                    .contains("layers.1.mlp.dense_4h_to_h.weight", "final_norm.weight")
                    .doesNotContain("layers.2.input_norm.weight");
        }
        assertThat(directory.resolve("mg/latest_checkpointed_iteration.txt")).hasContent("1");
        assertThat(directory.resolve("mg/iter_0000001/mp_rank_00_001/model_optim_rng.pt"))
                .exists();
    }

    @Test
    void writesAllOfUpstreamsArgs() throws IOException {
        SmallModel model = qwenOf(2, 2);
        RoundTripTest.convert(model.save(directory.resolve("hf"), 1), directory.resolve("mg"), 2, 1);

        try (TorchFile file = open(1, 0, 1)) {
            assertThat(file.root().keySet()).containsExactly("args", "checkpoint_version", "iteration", "model");
            assertThat(file.root()).containsEntry("checkpoint_version", 3.0).containsEntry("iteration", 1L);
            Map<String, ?> args = ((TorchFileWriter.Namespace) file.root().get("args")).values();
            assertThat(args).hasSize(283);
            assertThat(args.get("params_dtype")).hasToString("torch.bfloat16");
            assertThat(args.get("tensor_model_parallel_size")).isEqualTo(2L);
            assertThat(args.get("max_position_embeddings")).isEqualTo(128L);
            assertThat(args.get("ffn_hidden_size"))
                    .isEqualTo((long) model.size().ffn());
            assertThat(args.get("num_query_groups")).isEqualTo(1L);
            assertThat(args.get("bf16")).isEqualTo(true);
            assertThat(args.get("tokenizer_type")).isEqualTo("PretrainedFromHF");
            assertThat(args.get("world_size")).isEqualTo(2L);
            assertThat(args.get("load")).isNull();
        }
    }

    private SmallModel qwenOf(int layers, int heads) {
        SmallModel model = SmallModel.qwen(random, ElementType.BFLOAT16);
        while (model.size().layers() != layers
                || model.size().heads() % heads != 0
                || model.size().heads() < heads) {
            model = SmallModel.qwen(random, ElementType.BFLOAT16);
        }
        return model;
    }

    private TorchFile open(int rank, int stage, int stages) throws IOException {
        return TorchFile.open(Checkpoints.file(directory.resolve("mg"), 1, rank, stage, stages));
    }

    private static Map<?, ?> language(TorchFile file) {
        return (Map<?, ?>) ((Map<?, ?>) file.root().get("model")).get("language_model");
    }

    private Bytes tensor(int rank, int stage, int stages, String... names) throws IOException {
        try (TorchFile file = open(rank, stage, stages)) {
            Object found = language(file);
            for (String name : names) {
                found = ((Map<?, ?>) found).get(name);
            }
            assertThat(Files.exists(directory)).isTrue();
            return Bytes.of((TorchFile.Tensor) found);
        }
    }

    private static List<String> names(Object map) {
        return ((Map<?, ?>) map).keySet().stream().map(String::valueOf).toList();
    }

    private static byte[] joined(List<byte[]> rows) {
        java.io.ByteArrayOutputStream joined = new java.io.ByteArrayOutputStream();
        rows.forEach(joined::writeBytes);
        return joined.toByteArray();
    }
}
