package io.npushell.trainer;

import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelShape;

/** Reads the shape of the model from the environment and checks that its numbers fit together. */
final class ShapeReader {
    private ShapeReader() {}

    /** MODEL_FAMILY names the family; a session from before it did is of one of the two there were, told apart by the rotary share. */
    static Architecture architecture(Environment environment) {
        ModelShape shape = read(environment);
        String family = environment.find("MODEL_FAMILY").orElse(shape.rotaryFraction() < 1 ? "chatglm3" : "qwen");
        return new Architecture(ModelFamilies.open(family), shape);
    }

    static ModelShape read(Environment environment) {
        ModelShape shape = new ModelShape(
                environment.count("NUM_LAYERS"),
                environment.count("HIDDEN_SIZE"),
                environment.count("NUM_ATTENTION_HEADS"),
                environment.count("NUM_QUERY_GROUPS"),
                environment.count("FFN_HIDDEN_SIZE"),
                environment.count("VOCAB_SIZE"),
                environment.count("PADDED_VOCAB_SIZE"),
                environment.count("MAX_POSITION_EMBEDDINGS"),
                environment.positive("ROTARY_PERCENT"),
                environment.positive("ROTARY_BASE"),
                environment.positive("NORM_EPSILON"));
        divides("NUM_ATTENTION_HEADS", shape.heads(), "HIDDEN_SIZE", shape.hidden());
        divides("NUM_QUERY_GROUPS", shape.kvGroups(), "NUM_ATTENTION_HEADS", shape.heads());
        require(
                shape.vocabulary() <= shape.paddedVocabulary(),
                "VOCAB_SIZE",
                shape.vocabulary(),
                "it must not be greater than PADDED_VOCAB_SIZE '%d'".formatted(shape.paddedVocabulary()));
        require(shape.rotaryFraction() <= 1, "ROTARY_PERCENT", shape.rotaryFraction(), "it must be at most 1");
        require(
                shape.rotaryWidth() % 2 == 0 && shape.rotaryWidth() > 0,
                "ROTARY_PERCENT",
                shape.rotaryFraction(),
                "the rotated part of a head %d wide must be an even number".formatted(shape.headWidth()));
        return shape;
    }

    /** Says which variable does not divide which. */
    static void divides(String name, int value, String ofName, int of) {
        require(of % value == 0, name, value, "it must divide %s '%d'".formatted(ofName, of));
    }

    static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw Environment.wrong(name, String.valueOf(value), rule);
        }
    }
}
