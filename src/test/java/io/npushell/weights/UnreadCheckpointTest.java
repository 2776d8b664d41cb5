package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.weights.TorchSave.Call;
import io.npushell.weights.TorchSave.Name;
import io.npushell.weights.TorchSave.Tensor;
import io.npushell.weights.TorchSave.Tuple;
import io.npushell.weights.TorchSave.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What this reader does not know is called so, and never broken. */
class UnreadCheckpointTest {
    private static final FloatTensor WEIGHT = new FloatTensor(new float[] {1, 2}, 0, List.of(2L));

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "torch_dist, 'metadata.json', '{\"sharded_backend\": \"torch_dist\", \"sharded_backend_version\": 1}'",
        "zarr, 'metadata.json', '{\"sharded_backend\":\"zarr\"}'",
        "fsdp_dtensor, 'metadata.json', '{\"sharded_backend\":\"fsdp_dtensor\"}'",
        "torch_dist, common.pt, x",
        "torch_dcp, .metadata, x"
    })
    void namesADistributedCheckpoint(String format, String name, String content) throws IOException {
        Path saved = Files.createDirectories(directory.resolve("iter_0000050"));
        Files.writeString(saved.resolve(name), content);
        if (!name.endsWith(".json")) {
            Files.write(saved.resolve("__0_0.distcp"), new byte[1000]);
        }
        Checkpoints.writeTracker(directory, 50);

        CheckpointFacts facts = Checkpoints.inspect(directory);
        assertThat(facts.problem())
                .startsWith("'" + saved + "' is a distributed checkpoint (" + format + ") of iteration 50, ")
                .endsWith(" bytes, not looked into");
        assertThat(facts.unread()).isTrue();
        assertThat(facts.iteration()).isEqualTo(50);
        assertThat(facts.tracker()).isTrue();
        assertThat(facts.bytes()).isPositive();
        CheckpointEntry entry = CheckpointEntry.list(directory).get(0);
        assertThat(entry.complete()).isFalse();
        assertThat(entry.loadable()).isTrue();
        assertThat(TrackerProblem.of(directory)).isEmpty();
    }

    @Test
    void takesTheWholeOneThatTheTrackerNamesBesideADistributedOne() throws IOException {
        Files.createDirectories(directory.resolve("iter_0000150"));
        Files.write(directory.resolve("iter_0000150/__0_0.distcp"), new byte[10]);
        save(Map.of("weight", WEIGHT));
        Checkpoints.writeTracker(directory, 100);

        assertThat(Checkpoints.inspect(directory).problem()).isNull();
        assertThat(Checkpoints.inspect(directory).iteration()).isEqualTo(100);
        Checkpoints.writeTracker(directory, 150);
        assertThat(Checkpoints.inspect(directory).iteration()).isEqualTo(150);
        assertThat(Checkpoints.inspect(directory).unread()).isTrue();
    }

    static Stream<Arguments> strangers() {
        Tuple tensor = Tuple.of(WEIGHT);
        return Stream.of(
                Arguments.of(Call.of(new Name("acme.plugin", "Scaling"), 3), "holds a 'acme.plugin.Scaling'"),
                Arguments.of(
                        Call.of(new Name("transformer_engine.pytorch.float8_tensor", "_make_float8_tensor"), 3),
                        "'transformer_engine.pytorch.float8_tensor._make_float8_tensor'"),
                Arguments.of(
                        Call.of(new Name("torch._utils", "_rebuild_qtensor"), 3), "'torch._utils._rebuild_qtensor'"),
                Arguments.of(
                        Call.of(
                                new Name("torch._tensor", "_rebuild_from_type_v2"),
                                new Name("torch._utils", "_rebuild_parameter"),
                                new Name("megatron.core.tensor", "Sharded"),
                                tensor,
                                Map.of()),
                        "has a tensor of the class 'megatron.core.tensor.Sharded'"),
                Arguments.of(
                        Call.of(
                                new Name("torch._utils", "_rebuild_device_tensor_from_cpu_tensor"),
                                new Tensor(WEIGHT),
                                new Name("torch", "bfloat16"),
                                "npu:0",
                                false),
                        "loaded as another type"));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void isNotUnderstoodRatherThanBroken(Object stranger, String name) throws IOException {
        save(Map.of("weight", stranger));
        Checkpoints.writeTracker(directory, 100);

        CheckpointFacts facts = Checkpoints.inspect(directory);
        assertThat(facts.problem()).contains("is not understood: it ").contains(name);
        assertThat(facts.unread()).isTrue();
        assertThat(TrackerProblem.of(directory)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"os, system", "builtins, __import__", "builtins, exec", "operator, attrgetter", "torch.hub, load"})
    void refusesGetattrOfAnythingElse(String module, String name) throws IOException {
        save(Map.of("weight", TorchSave.byName(module, name, "x")));

        Checkpoints.writeTracker(directory, 100);
        assertThat(Checkpoints.inspect(directory).problem())
                .contains("'" + module + "." + name + "'", "whoever loads it runs that");
        assertThat(Checkpoints.inspect(directory).unread()).isFalse();
        assertThat(CheckpointEntry.list(directory).get(0).loadable()).isFalse();
        assertThat(TrackerProblem.of(directory).orElse("")).contains("do not load it");
    }

    @Test
    void refusesGetattrOfWhatIsHidden() throws IOException {
        save(Map.of("weight", TorchSave.byName("megatron.core.enums", "ModelType", "__globals__")));

        assertThat(Checkpoints.inspect(directory).problem()).contains("a 'getattr' of something else than an enum");
    }

    private void save(Map<String, ?> model) throws IOException {
        TorchSave.save(Checkpoints.file(directory, 100, 0, 0, 1), Map.of("model", model), Version.V2_1);
    }
}
