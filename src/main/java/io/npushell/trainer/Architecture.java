package io.npushell.trainer;

import io.npushell.model.ModelFamily;
import io.npushell.model.ModelShape;
import io.npushell.model.WeightRole;
import io.npushell.trainer.WeightSpec.Start;
import io.npushell.weights.megatron.ParameterMapping;
import java.util.List;

/** What is trained: a shape and the family it is of. */
record Architecture(ModelFamily family, ModelShape shape) {

    /** The weights, in Megatron's order and under Megatron's names. */
    List<WeightSpec> weights() {
        return ParameterMapping.of(family, shape.sizes()).stream()
                .map(mapping -> new WeightSpec(
                        mapping.name(),
                        Math.toIntExact(mapping.rows()),
                        Math.toIntExact(mapping.columns()),
                        start(mapping.role()),
                        mapping.sharding(),
                        mapping.layer()))
                .toList();
    }

    private static Start start(WeightRole role) {
        return switch (role) {
            case INPUT_NORM, POST_ATTENTION_NORM, FINAL_NORM -> Start.ONES;
            case QKV_BIAS -> Start.ZEROS;
            case ATTENTION_OUTPUT, DOWN -> Start.SCALED_NORMAL;
            case EMBEDDING, QKV, GATE_UP, OUTPUT -> Start.NORMAL;
        };
    }
}
