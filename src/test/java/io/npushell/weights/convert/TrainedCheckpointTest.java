package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static io.npushell.weights.convert.RoundTripTest.merge;
import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelSizes;
import io.npushell.weights.CheckpointEntry;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchFile;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.TorchSave.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Megatron saves after training under every version of torch: read, verified and merged bit for bit. */
@Timeout(60)
class TrainedCheckpointTest {
    @TempDir
    Path directory;

    static Stream<Arguments> forms() {
        return Stream.of(Version.values())
                .flatMap(version -> Stream.of(
                        Arguments.of(version, false, false, ElementType.BFLOAT16, 1),
                        Arguments.of(version, false, true, ElementType.FLOAT16, 2),
                        Arguments.of(version, true, true, ElementType.BFLOAT16, 2)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isReadVerifiedAndMerged(Version version, boolean distributed, boolean python311, ElementType dtype, int stages)
            throws IOException {
        ModelSizes size = new ModelSizes(4, 32, 4, 4, 24, 8, 64);
        SmallModel model = SmallModel.of(Families.QWEN, size, dtype, new Random(7).nextLong());
        Path source = model.save(directory.resolve("hf"), 1);
        convert(source, directory.resolve("mg"), 2, stages);
        Path saved = directory.resolve("saved");
        new TrainedCheckpoint(version, distributed, python311).save(directory.resolve("mg"), saved);

        CheckpointFacts facts = Checkpoints.inspect(saved);
        assertThat(facts.problem()).isNull();
        assertThat(facts.iteration()).isEqualTo(100);
        assertThat(facts.tracker()).isTrue();
        assertThat(facts.hasOptimizer()).isTrue();
        assertThat(CheckpointEntry.list(saved)).allMatch(CheckpointEntry::complete);
        Inspection inspection = Inspector.inspect(saved, -1);
        assertThat(inspection.problems()).isEmpty();
        assertThat(inspection.contents()).containsExactly("optimizer");
        Verification verified = Verification.read(saved, -1, (bytes, of) -> {});
        assertThat(verified.problems()).isEmpty();
        assertThat(verified.files()).isEqualTo(2 * stages * (distributed ? 2 : 1));
        merge(saved, source, directory.resolve("back"));
        assertThat(SmallModel.load(directory.resolve("back"))).isEqualTo(model.tensors());
        understandsWhatItsArgsHold(Checkpoints.file(saved, 100, 0, 0, stages), python311);
    }

    private static void understandsWhatItsArgsHold(Path file, boolean python311) throws IOException {
        try (TorchFile torch = TorchFile.open(file)) {
            Map<String, ?> args = ((TorchFileWriter.Namespace) torch.root().get("args")).values();
            assertThat(args.get("consumed_train_samples")).isEqualTo(6400L);
            assertThat(args.get("params_dtype")).hasToString("torch.bfloat16");
            assertThat(args.get("model_type"))
                    .hasToString("megatron.core.enums.ModelType" + (python311 ? ".encoder_or_decoder" : ""));
            assertThat(args.get("disabled_modules")).isEqualTo(List.of("moe", "mla"));
            assertThat(torch.root().get("num_floating_point_operations_so_far")).isEqualTo(1L << 50);
        }
    }
}
