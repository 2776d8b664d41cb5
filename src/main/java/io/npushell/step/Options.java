package io.npushell.step;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words {@code --name value…} of a step; a name may have several values, or none. */
final class Options {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Options() {}

    static Options parse(List<String> words, Set<String> known) {
        Options options = new Options();
        String name = "";
        for (String word : words) {
            if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                name = equals < 0 ? word : word.substring(0, equals);
                if (!known.contains(name)) {
                    throw usage("there is no option \"" + name + "\"");
                }
                List<String> of = options.values.computeIfAbsent(name, key -> new ArrayList<>());
                if (equals >= 0) {
                    of.add(word.substring(equals + 1));
                }
            } else if (name.isEmpty()) {
                throw usage("\"" + word + "\" is no option");
            } else {
                options.valuesOf(name).add(word);
            }
        }
        return options;
    }

    private List<String> valuesOf(String name) {
        return values.getOrDefault(name, List.of());
    }

    boolean flag(String name) {
        if (!valuesOf(name).isEmpty()) {
            throw usage(name + " takes no value, but got \"" + valuesOf(name).get(0) + "\"");
        }
        return values.containsKey(name);
    }

    List<String> list(String name, String defaultValue) {
        if (!values.containsKey(name)) {
            return List.of(defaultValue);
        }
        if (valuesOf(name).isEmpty()) {
            throw usage(name + " needs a value");
        }
        return List.copyOf(valuesOf(name));
    }

    String required(String name) {
        if (!values.containsKey(name)) {
            throw usage(name + " is missing");
        }
        return one(name, "");
    }

    String text(String name, String defaultValue) {
        return one(name, defaultValue);
    }

    private String one(String name, String defaultValue) {
        List<String> all = list(name, defaultValue);
        if (all.size() != 1) {
            throw usage(name + " takes one value, but got " + all);
        }
        return all.get(0);
    }

    int number(String name, int least, int defaultValue) {
        String text = one(name, Integer.toString(defaultValue));
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, as for a number that is too small
        }
        throw usage(name + " \"" + text + "\" is not a whole number from " + least + " on");
    }

    static OperatorException usage(String what) {
        return new OperatorException(ExitCode.USAGE, what, "--help");
    }
}
