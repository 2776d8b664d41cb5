package io.npushell.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code model} entry of a Megatron file: dictionaries within one another, except that the encoder's names stay whole. */
public final class ModelDictionary {
    private static final String ENCODER = "encoder";
    private static final int MOST_VISITED = 1_000_000;

    private ModelDictionary() {}

    /** Puts a value under its full name. */
    public static void put(Map<String, Object> model, String name, Object value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            model.put(name, value);
            return;
        }
        String first = name.substring(0, dot);
        String rest = name.substring(dot + 1);
        Map<String, Object> inner = child(model, first);
        if (first.equals(ENCODER)) {
            inner.put(rest, value);
        } else {
            put(inner, rest, value);
        }
    }

    @SuppressWarnings("unchecked") // only dictionaries are put under a name with a dot after it
    private static Map<String, Object> child(Map<String, Object> model, String name) {
        return (Map<String, Object>) model.computeIfAbsent(name, absent -> new LinkedHashMap<String, Object>());
    }

    /** The value under a full name. */
    public static Optional<Object> find(@Nullable Object model, String name) {
        if (!(model instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        Object whole = map.get(name);
        int dot = name.indexOf('.');
        if (whole != null || dot < 0) {
            return Optional.ofNullable(whole);
        }
        return find(map.get(name.substring(0, dot)), name.substring(dot + 1));
    }

    /** Every value that is no dictionary, by its whole name; a hostile one that holds itself again and again ends early. */
    public static Map<String, Object> flat(Map<?, ?> model) {
        Map<String, Object> flat = new LinkedHashMap<>();
        flatten("", model, flat, 0, new int[] {MOST_VISITED});
        return flat;
    }

    private static void flatten(String prefix, Map<?, ?> model, Map<String, Object> flat, int depth, int[] left) {
        model.forEach((key, value) -> {
            String name = prefix + key;
            if (left[0]-- <= 0) {
                return;
            }
            if (value instanceof Map<?, ?> inner && depth < 32) {
                flatten(name + ".", inner, flat, depth + 1, left);
            } else if (value != null) {
                flat.put(name, value);
            }
        });
    }
}
