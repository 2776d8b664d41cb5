package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static io.npushell.weights.convert.RoundTripTest.merge;
import static io.npushell.weights.convert.RoundTripTest.progress;
import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ParallelSize;
import io.npushell.weights.convert.SmallModel.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConversionTest extends ModelFixture {
    @Test
    void tellsHowFarItIs() throws IOException {
        String told = convert(source(), target(), 1, 1);

        assertThat(told).containsPattern(" weights: (\\d+) / \\1 tensors \\| 0\\.0 GiB \\| \\d+ MiB/s \\| 100 %");
    }

    @Test
    void refusesACutThatDoesNotDivideBeforeWriting() throws IOException {
        int tp = 2 * model.size().kvGroups();
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
    void writesHalfPrecisionAsUpstreamDoes() throws IOException {
        Path source = source();
        new Conversion(
                        source,
                        ModelFamilies.shipped(),
                        target(),
                        new ParallelSize(1, 1),
                        new Conversion.Form(ElementType.FLOAT16, 0),
                        progress(new ByteArrayOutputStream()))
                .run();

        try (MegatronModel made = MegatronModel.open(target(), -1)) {
            Bytes norm = Bytes.of(
                    java.util.Objects.requireNonNull(made.find(0, "language_model.encoder.final_norm.weight")));
            float[] expected = floats(model.tensor("transformer.encoder.final_layernorm.weight"));
            assertThat(norm.dtype()).isEqualTo(ElementType.FLOAT16);
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
                            ModelFamilies.shipped(),
                            target,
                            new ParallelSize(1, 1),
                            new Conversion.Form(null, wanted),
                            progress(new ByteArrayOutputStream()))
                    .run();
            try (MegatronModel made = MegatronModel.open(target, -1)) {
                Bytes table = Bytes.of(java.util.Objects.requireNonNull(
                        made.find(0, "language_model.embedding.word_embeddings.weight")));
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
}
