package io.npushell.weights.convert;

import static io.npushell.weights.convert.RoundTripTest.convert;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InspectorTest extends ModelFixture {
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
}
