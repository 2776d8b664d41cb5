package io.npushell.json;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object; what it does not ask for is ignored, so that a later version may add to it. */
public record JsonFields(Map<String, @Nullable Object> fields) {

    /** Times after it are no times: what computes and prints with them need not fear for its numbers. */
    public static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** @throws IOException where it is missing: without it the record says nothing */
    public String required(String name) throws IOException {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IOException("\"" + name + "\" is missing");
    }

    public Instant time(String name) throws IOException {
        String text = required(name);
        try {
            Instant time = Instant.parse(text);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw new IOException("\"" + name + "\" is no possible time: \"" + text + "\"");
            }
            return time;
        } catch (DateTimeException e) {
            throw new IOException("\"" + name + "\" is not a time: \"" + text + "\"", e);
        }
    }

    public String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    public @Nullable String optionalText(String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    public long number(String name, long absent) {
        return fields.get(name) instanceof Number number ? number.longValue() : absent;
    }

    /** NaN where it is absent or null. */
    public double decimal(String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** False where it is absent. */
    public boolean toggle(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    /** Without fields where it is absent or no object. */
    public JsonFields object(String name) {
        return fields.get(name) instanceof Map<?, ?> object ? of(object) : new JsonFields(Map.of());
    }

    public List<String> texts(String name) {
        return fields.get(name) instanceof List<?> elements
                ? elements.stream().map(String::valueOf).toList()
                : List.of();
    }

    public Map<String, String> textByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (fields.get(name) instanceof Map<?, ?> object) {
            object.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }

    public List<JsonFields> objects(String name) {
        return fields.get(name) instanceof List<?> elements
                ? elements.stream()
                        .filter(element -> element instanceof Map<?, ?>)
                        .map(element -> of((Map<?, ?>) element))
                        .toList()
                : List.of();
    }

    static JsonFields of(Map<?, ?> object) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        object.forEach((key, value) -> fields.put(String.valueOf(key), value));
        return new JsonFields(fields);
    }
}
