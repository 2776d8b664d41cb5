package io.npushell.trainer;

import io.npushell.model.Families;
import io.npushell.model.ModelShape;

/** Tiny models for tests: one of each style. */
final class Shapes {
    static final ModelShape QWEN = new ModelShape(2, 32, 4, 4, 48, 60, 64, 64, 1.0, 10000, 1e-6);
    static final ModelShape GLM = new ModelShape(2, 32, 4, 2, 48, 60, 64, 64, 0.5, 10000, 1e-5);

    private Shapes() {}

    /** A shape with the family that has such ones. */
    static Architecture of(ModelShape shape) {
        return new Architecture(shape.rotaryFraction() < 1 ? Families.CHATGLM3 : Families.QWEN, shape);
    }
}
