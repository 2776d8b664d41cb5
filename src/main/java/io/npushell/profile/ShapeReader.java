package io.npushell.profile;

import io.npushell.model.ModelShape;
import io.npushell.yaml.Fields;
import io.npushell.yaml.FileProblems;
import io.npushell.yaml.YamlNode;

/** Reads the shape of a model and refuses one that no such model can have. */
final class ShapeReader {
    private static final int MOST = 100_000_000;

    private ShapeReader() {}

    static ModelShape read(YamlNode.Mapping mapping, FileProblems problems) {
        int before = problems.count();
        Fields fields = new Fields(mapping, problems);
        ModelShape shape = new ModelShape(
                fields.whole("layers", 1, 10_000),
                fields.whole("hidden", 1, MOST),
                fields.whole("heads", 1, MOST),
                fields.whole("kv-groups", 1, MOST),
                fields.whole("ffn", 1, MOST),
                fields.whole("vocabulary", 1, MOST),
                fields.whole("padded-vocabulary", 1, MOST),
                fields.whole("max-positions", 1, MOST),
                fields.number("rotary-fraction", share -> share > 0 && share <= 1, "above 0 and at most 1"),
                fields.number("rotary-base", base -> base > 1, "above 1"),
                fields.number("norm-epsilon", epsilon -> epsilon > 0 && epsilon < 1, "between 0 and 1"));
        fields.noOthers();
        if (problems.count() == before) {
            check(shape, mapping, problems);
        }
        return shape;
    }

    private static void check(ModelShape shape, YamlNode.Mapping mapping, FileProblems problems) {
        if (shape.hidden() % shape.heads() != 0) {
            problems.add(at(mapping, "heads"), "heads " + shape.heads() + " do not divide hidden " + shape.hidden());
            return;
        }
        if (shape.heads() % shape.kvGroups() != 0) {
            problems.add(
                    at(mapping, "kv-groups"),
                    "kv-groups " + shape.kvGroups() + " do not divide heads " + shape.heads());
        }
        double rotated = shape.headWidth() * shape.rotaryFraction();
        if (rotated != Math.rint(rotated) || rotated % 2 != 0) {
            problems.add(
                    at(mapping, "rotary-fraction"),
                    "rotary-fraction " + shape.rotaryFraction() + " of a head of " + shape.headWidth()
                            + " is not an even number of values");
        }
        if (shape.paddedVocabulary() < shape.vocabulary()) {
            problems.add(
                    at(mapping, "padded-vocabulary"),
                    "padded-vocabulary " + shape.paddedVocabulary() + " is less than vocabulary " + shape.vocabulary());
        }
    }

    private static YamlNode at(YamlNode.Mapping mapping, String key) {
        YamlNode.Entry entry = mapping.entries().get(key);
        return entry == null ? mapping : entry.value();
    }
}
