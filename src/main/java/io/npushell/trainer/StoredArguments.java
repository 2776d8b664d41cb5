package io.npushell.trainer;

import io.npushell.weights.TorchFileWriter.Namespace;
import java.util.Map;
import java.util.OptionalDouble;

/** The args of a checkpoint file, as numbers by name. */
record StoredArguments(Map<String, ?> values) {
    static StoredArguments of(Map<String, Object> root) {
        return new StoredArguments(root.get("args") instanceof Namespace args ? args.values() : Map.of());
    }

    OptionalDouble number(String name) {
        return values.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }
}
