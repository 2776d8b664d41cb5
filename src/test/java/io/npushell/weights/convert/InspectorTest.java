package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.weights.CheckpointEntry;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchSave;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InspectorTest extends ModelFixture {
    @Test
    void inspectsBothForms() throws IOException {
        Path source = source();
        convert(source, target(), model.size().kvGroups(), 1);

        Inspection first = Inspector.inspect(source, -1);
        Inspection second = Inspector.inspect(target(), -1);

        assertThat(first.format()).isEqualTo("huggingface");
        assertThat(first.family()).isEqualTo("chatglm3");
        assertThat(first.problems()).isEmpty();
        assertThat(second.tensorParallel()).isEqualTo(model.size().kvGroups());
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
    void recognisesADistributedCheckpointUnderAnyName() throws IOException {
        for (String name : new String[] {"iter_0000050", "release", "anything"}) {
            Path saved = Files.createDirectories(directory.resolve(name));
            Files.write(saved.resolve("__0_0.distcp"), new byte[10]);
            Files.write(saved.resolve("common.pt"), new byte[10]);

            Inspection found = Inspector.inspect(saved, -1);

            assertThat(found.format()).isEqualTo("torch_dist");
            assertThat(found.lookedInto()).isFalse();
            assertThat(found.bytes()).isEqualTo(20);
            assertThat(found.problems()).isEmpty();
        }
        assertThat(CheckpointEntry.list(directory).get(0).problem())
                .contains("of a release, 20 bytes, not looked into");
    }

    @Test
    void namesACheckpointOfMegatronCore() throws IOException {
        Path saved = directory.resolve("core");
        TorchSave.save(
                saved.resolve("iter_0000100/mp_rank_00/model_optim_rng.pt"),
                Map.of(
                        "model",
                        Map.of(
                                "decoder.layers.0.self_attention.linear_qkv.weight",
                                model.tensors().values().iterator().next())),
                TorchSave.Version.V2_7);
        Checkpoints.writeTracker(saved, 100);

        assertThat(Inspector.inspect(saved, -1).problems())
                .singleElement()
                .asString()
                .contains("Megatron core (mcore");
        Path source = source();
        refused(() -> RoundTripTest.merge(saved, source, directory.resolve("back")), ExitCode.FAILED, "Megatron core");
    }
}
