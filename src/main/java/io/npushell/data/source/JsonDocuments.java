package io.npushell.data.source;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records {@code {"text": …}} of a JSON file, in an array or one after the other. */
final class JsonDocuments {
    private final Path file;
    private final List<Column> columns;
    private final List<String> names;
    private long record;
    private long line = 1;

    /** What stands in a column: text, or something of another kind. */
    private record Found(@Nullable String text, String kind) {
        static Found text(String text) {
            return new Found(text, "text");
        }
    }

    JsonDocuments(Path file, List<Column> columns) {
        this.file = file;
        this.columns = columns;
        this.names = Column.names(columns);
    }

    void read(Reader reader, DocumentVisitor visitor) throws IOException {
        try (JsonParser parser = PythonJson.factory().createParser(reader)) {
            boolean inArray = false;
            for (JsonToken token = next(parser); token != null; token = next(parser)) {
                if (token == JsonToken.START_ARRAY && !inArray) {
                    inArray = true;
                } else if (token == JsonToken.END_ARRAY) {
                    inArray = false;
                } else {
                    record++;
                    line = parser.currentTokenLocation().getLineNr();
                    visitor.document(record(parser, token));
                }
            }
            if (record == 0) {
                throw new OperatorException(
                        ExitCode.FAILED,
                        file + ":1 record 1 is missing: the file holds no records",
                        "name another input");
            }
        }
    }

    private JsonToken next(JsonParser parser) throws IOException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            record++;
            throw notJson(e);
        }
    }

    private List<String> record(JsonParser parser, JsonToken start) throws IOException {
        try {
            if (start != JsonToken.START_OBJECT) {
                throw position()
                        .error("is a " + kind(start) + ", not an object", "give records {\"" + names.get(0) + "\": …}");
            }
            return texts(parser);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    private List<String> texts(JsonParser parser) throws IOException {
        Map<String, Found> found = new HashMap<>();
        List<String> present = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            present.add(name);
            JsonToken value = parser.nextToken();
            int column = names.indexOf(name);
            if (column < 0) {
                parser.skipChildren();
            } else {
                found.put(
                        name,
                        value(parser, value, columns.get(column))); // of several the last one counts, as in Python
            }
        }
        List<String> texts = new ArrayList<>();
        for (Column column : columns) {
            texts.add(text(column, found.get(column.name()), present));
        }
        return texts;
    }

    private String text(Column column, @Nullable Found found, List<String> present) {
        if (found == null) {
            if (column.mayBeMissing()) {
                return "";
            }
            throw position().noColumn(column.name(), present, columns);
        }
        String text = found.text();
        if (text == null) {
            throw position().noText(found.kind(), column.name());
        }
        return text;
    }

    private static Found value(JsonParser parser, JsonToken value, Column column) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return Found.text(PythonJson.wellFormed(parser.getText()));
        }
        if (value == JsonToken.VALUE_NULL && column.mayBeNull()) {
            return Found.text("");
        }
        if (column.kind() == Column.Kind.NESTED && value.isStructStart()) {
            StringWriter text = new StringWriter();
            try (JsonGenerator copy = PythonJson.factory().createGenerator(text)) {
                copy.copyCurrentStructure(parser);
            }
            return Found.text(PythonJson.wellFormed(text.toString()));
        }
        parser.skipChildren();
        return new Found(null, kind(value));
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "list";
            case START_OBJECT -> "object";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "truth value";
            case VALUE_NULL -> "null";
            case VALUE_STRING -> "text";
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> token.name();
        };
    }

    private RuntimeException notJson(JsonProcessingException e) {
        long at = e.getLocation() == null ? line : e.getLocation().getLineNr();
        RecordPosition position = new RecordPosition(file, at, record);
        if (e instanceof JsonEOFException) {
            return position.error(
                    "is not complete: the file ends within it", "download the file again, it is cut short");
        }
        if (e instanceof StreamConstraintsException) {
            return position.error("is too large: " + PythonJson.reason(e), "split it into several records");
        }
        if (e.getOriginalMessage().contains("(''' (code 39))")) {
            return position.error(
                    "is written with single quotes, which is Python, not JSON",
                    "write it with json.dump instead of str()");
        }
        if (e.getOriginalMessage().contains("CTRL-CHAR, code 0)")) {
            return position.error(RecordPosition.HOLE, RecordPosition.MEND_HOLE);
        }
        return position.error("is no JSON: " + PythonJson.reason(e), "mend or remove this record");
    }

    private RecordPosition position() {
        return new RecordPosition(file, line, record);
    }
}
