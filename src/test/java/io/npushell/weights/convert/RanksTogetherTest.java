package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static io.npushell.weights.convert.RoundTripTest.merge;
import static io.npushell.weights.convert.TrainedCheckpoint.arg;
import static io.npushell.weights.convert.TrainedCheckpoint.resave;
import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelSizes;
import io.npushell.weights.CheckpointEntry;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchSave.Tensor;
import io.npushell.weights.TrackerProblem;
import io.npushell.weights.convert.SmallModel.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rank of another run in a checkpoint: refused wherever it is asked for, with both values. */
@Timeout(60)
class RanksTogetherTest {
    private static final ModelSizes SIZE = new ModelSizes(4, 16, 4, 4, 24, 4, 64);

    @TempDir
    Path directory;

    private Path source;
    private Path saved;

    @BeforeEach
    void convertAModel() throws IOException {
        source = SmallModel.of(Families.QWEN, SIZE, ElementType.BFLOAT16, 1).save(directory.resolve("hf"), 1);
        saved = directory.resolve("saved");
        convert(source, saved, 2, 2);
    }

    static Stream<Arguments> differences() {
        return Stream.of(
                Arguments.of(
                        (UnaryOperator<Map<String, Object>>) root -> {
                            root.put("iteration", 50);
                            return root;
                        },
                        "iteration is 1 in mp_rank_00_000 and 50 in mp_rank_01_000"),
                Arguments.of(
                        arg("tensor_model_parallel_size", 4),
                        "tensor_model_parallel_size is 2 in mp_rank_00_000 and 4 in mp_rank_01_000"),
                Arguments.of(arg("padded_vocab_size", 80), "padded_vocab_size is 64 in mp_rank_00_000 and 80 in"),
                Arguments.of(arg("num_layers", 8), "num_layers is 4 in mp_rank_00_000 and 8 in mp_rank_01_000"),
                Arguments.of(
                        table(ElementType.BFLOAT16, 40, 16), "has 32 rows in mp_rank_00_000 and 40 in mp_rank_01_000"),
                Arguments.of(
                        table(ElementType.BFLOAT16, 32, 8), "has the shape [32, 16] in mp_rank_00_000 and [32, 8] in"),
                Arguments.of(table(ElementType.FLOAT16, 32, 16), "is BF16 in mp_rank_00_000 and F16 in mp_rank_01_000"),
                Arguments.of(
                        (UnaryOperator<Map<String, Object>>) root -> {
                            language(root).remove("embedding");
                            return root;
                        },
                        "'language_model.embedding.word_embeddings.weight' is in mp_rank_00_000 and not in"));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void areRefusedEverywhere(UnaryOperator<Map<String, Object>> change, String difference) throws IOException {
        resave(Checkpoints.file(saved, 1, 1, 0, 2), change);

        String apart = "the ranks of '" + saved.resolve("iter_0000001") + "' do not belong together: ";
        assertThat(Checkpoints.inspect(saved).problem()).startsWith(apart).contains(difference);
        assertThat(Checkpoints.inspect(saved).iteration()).isEqualTo(-1);
        assertThat(CheckpointEntry.list(saved)).noneMatch(CheckpointEntry::loadable);
        assertThat(TrackerProblem.of(saved).orElse("")).contains("whose ranks do not belong together");
        ModelFixture.refused(() -> Inspector.inspect(saved, -1), ExitCode.FAILED, difference);
        ModelFixture.refused(() -> merge(saved, source, directory.resolve("back")), ExitCode.FAILED, difference);
        assertThat(directory.resolve("back")).doesNotExist();
    }

    @Test
    void missesLayersOfAStage() throws IOException {
        resave(Checkpoints.file(saved, 1, 0, 1, 2), RanksTogetherTest::withoutItsLastLayer);
        resave(Checkpoints.file(saved, 1, 1, 1, 2), RanksTogetherTest::withoutItsLastLayer);

        assertThat(Checkpoints.inspect(saved).problem())
                .contains("the 2 stages from mp_rank_00_000 on hold 3 layers, and the args say 4");
    }

    @Test
    void noticesDirectoriesThatAreLeftOfAnotherCut() throws IOException {
        Path other = directory.resolve("other");
        convert(source, other, 4, 2);
        for (int rank = 2; rank < 4; rank++) {
            Path file = Checkpoints.file(other, 1, rank, 0, 2);
            Files.move(file.getParent(), saved.resolve("iter_0000001/mp_rank_0" + rank + "_000"));
            Files.move(
                    Checkpoints.file(other, 1, rank, 1, 2).getParent(),
                    saved.resolve("iter_0000001/mp_rank_0" + rank + "_001"));
        }

        assertThat(Checkpoints.inspect(saved).problem())
                .contains("tensor_model_parallel_size is 2 in mp_rank_00_000 and 4 in mp_rank_02_000");
    }

    private static UnaryOperator<Map<String, Object>> table(ElementType dtype, long rows, long columns) {
        return root -> {
            byte[] content = new byte[(int) (rows * columns * dtype.bytes())];
            language(root)
                    .put(
                            "embedding",
                            Map.of(
                                    "word_embeddings",
                                    Map.of("weight", new Tensor(new Bytes(dtype, List.of(rows, columns), content)))));
            return root;
        };
    }

    private static Map<String, Object> withoutItsLastLayer(Map<String, Object> root) {
        ((Map<?, ?>) language(root).get("encoder"))
                .keySet()
                .removeIf(name -> String.valueOf(name).startsWith("layers.1."));
        return root;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> language(Map<String, Object> root) {
        return (Map<String, Object>) ((Map<?, ?>) root.get("model")).get("language_model");
    }
}
