package io.npushell.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.npushell.io.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The small file beside a dataset that says how it was made; flat, all values as text. */
public final class DatasetManifest {
    private static final JsonFactory JSON = new JsonFactory();

    private DatasetManifest() {}

    /** Name and value of each entry; empty where there is no readable manifest. */
    static Map<String, String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        Map<String, String> entries = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    entries.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException | RuntimeException e) {
            return Map.of();
        }
        return entries;
    }

    /** Writes the manifest of a prefix under a temporary name and renames it. */
    public static void write(Path prefix, Map<String, String> entries) throws IOException {
        Path file = new DatasetFiles(prefix).manifest();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
        text.write("\n");
        AtomicFile.write(file, text.toString());
    }
}
