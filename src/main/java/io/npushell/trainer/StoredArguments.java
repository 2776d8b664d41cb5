package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.TorchFileWriter.Namespace;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The args of a checkpoint file by name. */
record StoredArguments(Map<String, ?> values) {
    static StoredArguments of(Map<String, Object> root) {
        return new StoredArguments(root.get("args") instanceof Namespace args ? args.values() : Map.of());
    }

    OptionalDouble number(String name) {
        return values.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    boolean on(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** A value as text, a list as "[a, b]". */
    Optional<String> text(String name) {
        Object value = values.get(name);
        return value == null ? Optional.empty() : Optional.of(value.toString());
    }

    /** Refuses the first that differs, in Megatron's words. */
    void requireNumbers(Map<String, Integer> expected) {
        expected.forEach((name, value) -> {
            OptionalDouble found = number(name);
            if (found.isEmpty() || found.getAsDouble() != value) {
                throw differs(
                        name, found.isEmpty() ? "none" : Long.toString((long) found.getAsDouble()), value.toString());
            }
        });
    }

    static OperatorException differs(String name, String found, String asked) {
        return refuse("%s value from checkpoint (%s) is not equal to the input argument value (%s)."
                .formatted(name, found, asked));
    }

    static OperatorException refuse(String sentence) {
        return new OperatorException(ExitCode.FAILED, sentence);
    }
}
