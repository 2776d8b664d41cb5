package io.npushell.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value within a JSON file of a tokenizer: objects are Maps, lists Lists, null {@link #NULL}; wrong kinds are the file's fault and said so. */
record JsonTree(Path file, String place, Object value) {
    private static final Object NULL = new Object();

    static JsonTree read(Path file) {
        try (JsonParser parser = new JsonFactory().createParser(Tokenizers.content(file))) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.START_OBJECT) {
                throw Tokenizers.broken(file + ":1 does not begin with {", file);
            }
            return new JsonTree(file, "", value(parser, token));
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw Tokenizers.broken(file + ":" + line + " is no JSON: " + e.getOriginalMessage(), file);
        } catch (IOException e) {
            throw Tokenizers.broken("cannot read " + file + ": " + e, file);
        }
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    fields.put(name, value(parser, parser.nextToken()));
                }
                yield fields;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    items.add(value(parser, item));
                }
                yield items;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL, NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> NULL;
        };
    }

    /** A field of an object; absent where there is none. */
    JsonTree get(String name) {
        Object field = value instanceof Map<?, ?> fields ? fields.get(name) : null;
        return new JsonTree(file, place.isEmpty() ? name : place + "." + name, field == null ? NULL : field);
    }

    boolean isAbsent() {
        return value == NULL;
    }

    boolean isText() {
        return value instanceof String;
    }

    boolean isList() {
        return value instanceof List<?>;
    }

    String text() {
        if (value instanceof String text) {
            return text;
        }
        throw wrong("text");
    }

    String text(String defaultValue) {
        return isAbsent() ? defaultValue : text();
    }

    boolean flag(boolean defaultValue) {
        if (isAbsent()) {
            return defaultValue;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong("true or false");
    }

    int number() {
        if (value instanceof Long number && number >= 0 && number < Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw wrong("a whole number");
    }

    List<JsonTree> items() {
        if (isAbsent()) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong("a list");
        }
        List<JsonTree> items = new ArrayList<>(list.size());
        for (Object item : list) {
            items.add(new JsonTree(file, place + "[" + items.size() + "]", item));
        }
        return items;
    }

    Map<String, JsonTree> fields() {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong("an object");
        }
        Map<String, JsonTree> fields = new LinkedHashMap<>();
        map.forEach((name, field) -> fields.put(String.valueOf(name), new JsonTree(file, place + "." + name, field)));
        return fields;
    }

    private OperatorException wrong(String expected) {
        return Tokenizers.broken(file + " has no " + expected + " at \"" + place + "\"", file);
    }

    /** A part of the tokenizer that is not known here. */
    OperatorException unsupported(String what) {
        return new OperatorException(
                ExitCode.FAILED,
                file + " has " + what + ", which npu-shell does not know",
                "set preprocessor modellink, which uses the model's own Python tokenizer");
    }
}
