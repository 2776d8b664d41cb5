package io.npushell.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, strings, numbers and booleans; streaming only, as it is read before the first prompt. */
public final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonTree() {}

    /** One object and nothing else. */
    public static JsonFields parseObject(String text) throws IOException {
        return new JsonFields(document(FACTORY.createParser(text)));
    }

    /** The same of UTF-8 (or another encoding of Unicode that JSON may have). */
    public static JsonFields parseObject(byte[] text) throws IOException {
        return new JsonFields(document(FACTORY.createParser(text)));
    }

    private static Map<String, @Nullable Object> document(JsonParser opened) throws IOException {
        try (JsonParser parser = opened) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a JSON object is expected");
            }
            Map<String, @Nullable Object> object = object(parser);
            if (parser.nextToken() != null) {
                throw new IOException("text after the JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw noJson(e);
        }
    }

    /** An array of objects and nothing else. */
    public static List<JsonFields> parseObjects(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("a JSON array is expected");
            }
            List<@Nullable Object> elements = array(parser);
            if (parser.nextToken() != null) {
                throw new IOException("text after the JSON array");
            }
            List<JsonFields> objects = new ArrayList<>();
            for (Object element : elements) {
                if (element instanceof Map<?, ?> fields) {
                    objects.add(JsonFields.of(fields));
                }
            }
            return objects;
        } catch (JsonProcessingException e) {
            throw noJson(e);
        }
    }

    private static JsonFailure noJson(JsonProcessingException failure) {
        JsonLocation place = failure.getLocation();
        return new JsonFailure(place == null ? 0 : place.getLineNr(), failure);
    }

    public static String compact(Map<String, ?> object) {
        return text(object, false);
    }

    public static String pretty(Map<String, ?> object) {
        return text(object, true) + "\n";
    }

    private static String text(Map<String, ?> object, boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (pretty) {
                generator.useDefaultPrettyPrinter();
            }
            write(generator, object);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> fields) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                generator.writeFieldName(String.valueOf(field.getKey()));
                write(generator, field.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> elements) {
            generator.writeStartArray();
            for (Object element : elements) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            generator.writeNull();
        } else {
            generator.writePOJO(value);
        }
    }
}
