package io.npushell.trainer;

import io.npushell.model.Sharding;
import io.npushell.weights.megatron.ParameterMapping;
import java.util.List;

/**
 * One weight of the model: its Megatron name and what there is to know about it.
 *
 * @param columns 0 for a vector
 * @param layer the decoder layer it belongs to, {@link ParameterMapping#BEFORE} or {@link ParameterMapping#AFTER} all layers
 */
record WeightSpec(String name, int rows, int columns, Start start, Sharding sharding, int layer) {
    private static final String ENCODER = "language_model.encoder.";

    /** What a fresh weight holds. */
    enum Start {
        ZEROS,
        ONES,
        NORMAL,
        /** Normal, narrower by the root of twice the number of layers: for what is added to the residual stream. */
        SCALED_NORMAL,
        /** Uniform within the root of the inputs either side of 0: peft's start of lora_A, kaiming_uniform_ with a = √5. */
        UNIFORM
    }

    boolean inEncoder() {
        return name.startsWith(ENCODER);
    }

    int count() {
        return columns == 0 ? rows : Math.multiplyExact(rows, columns);
    }

    boolean matrix() {
        return columns > 0;
    }

    List<Long> shape() {
        return columns == 0 ? List.of((long) rows) : List.of((long) rows, (long) columns);
    }
}
