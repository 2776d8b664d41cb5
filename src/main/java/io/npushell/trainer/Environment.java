package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Typed reading of environment variables; what is missing or wrong is told in one sentence. An empty variable counts as missing. */
final class Environment {
    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    String text(String name) {
        return find(name).orElseThrow(() -> usage("%s is missing from the environment".formatted(name)));
    }

    Path path(String name) {
        String value = text(name);
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw wrong(name, value, "it must be a path");
        }
    }

    int count(String name) {
        return count(name, text(name));
    }

    /** A count that may be missing. */
    int count(String name, int otherwise) {
        return find(name).map(value -> count(name, value)).orElse(otherwise);
    }

    private static int count(String name, String value) {
        try {
            int count = Integer.parseInt(value);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw wrong(name, value, "it must be a whole number of at least 1");
    }

    long whole(String name) {
        String value = text(name);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw wrong(name, value, "it must be a whole number");
        }
    }

    double atLeastZero(String name) {
        double value = number(name);
        if (value < 0) {
            throw wrong(name, text(name), "it must not be negative");
        }
        return value;
    }

    double positive(String name) {
        double value = number(name);
        if (value <= 0) {
            throw wrong(name, text(name), "it must be greater than 0");
        }
        return value;
    }

    private double number(String name) {
        String value = text(name);
        try {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw wrong(name, value, "it must be a number");
    }

    static OperatorException wrong(String name, String value, String rule) {
        return usage("%s is '%s': %s".formatted(name, value, rule));
    }

    static OperatorException usage(String sentence) {
        return new OperatorException(ExitCode.USAGE, sentence);
    }
}
