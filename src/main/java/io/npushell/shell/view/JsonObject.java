package io.npushell.shell.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the fields of one JSON object as they come. Null is written as null, and so is a number that JSON has no word for. */
public final class JsonObject {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().build().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private final JsonGenerator json;

    JsonObject(JsonGenerator json) {
        this.json = json;
    }

    static void write(Channel channel, boolean indented, Consumer<JsonObject> body) {
        StringWriter whole = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(whole)) {
            if (indented) {
                json.useDefaultPrettyPrinter();
            }
            json.writeStartObject();
            body.accept(new JsonObject(json));
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel.writer()
                .print(Printable.ofJson(whole.toString(), channel.glyphs().ascii()));
        channel.writer().flush();
    }

    public JsonObject field(String name, @Nullable String value) {
        return writing(() -> json.writeStringField(name, value));
    }

    public JsonObject field(String name, @Nullable Instant value) {
        return field(name, value == null ? null : value.toString());
    }

    public JsonObject field(String name, long value) {
        return writing(() -> json.writeNumberField(name, value));
    }

    public JsonObject field(String name, double value) {
        return Double.isFinite(value)
                ? writing(() -> json.writeNumberField(name, value))
                : writing(() -> json.writeNullField(name));
    }

    public JsonObject field(String name, boolean value) {
        return writing(() -> json.writeBooleanField(name, value));
    }

    public JsonObject absent(String name) {
        return writing(() -> json.writeNullField(name));
    }

    public JsonObject object(String name, Consumer<JsonObject> body) {
        writing(() -> json.writeObjectFieldStart(name));
        body.accept(this);
        return writing(json::writeEndObject);
    }

    public JsonObject object(String name, Map<String, String> fields) {
        return object(name, child -> fields.forEach(child::field));
    }

    public JsonObject texts(String name, Collection<String> values) {
        writing(() -> json.writeArrayFieldStart(name));
        values.forEach(value -> writing(() -> json.writeString(value)));
        return writing(json::writeEndArray);
    }

    /** An array with one object for each item. */
    public <T> JsonObject objects(String name, Collection<T> items, java.util.function.BiConsumer<JsonObject, T> body) {
        writing(() -> json.writeArrayFieldStart(name));
        for (T item : items) {
            writing(json::writeStartObject);
            body.accept(this, item);
            writing(json::writeEndObject);
        }
        return writing(json::writeEndArray);
    }

    private JsonObject writing(Writing step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }
}
